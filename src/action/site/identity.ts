/** The job's identity token (OIDC), which GitHub requires for a deployment. */

import * as core from '@actions/core'
import { docs } from '../../words/docs.ts'
import { messageOf } from '../error-text.ts'
import { LATER } from '../github/faults.ts'
import { SiteFault } from './site-fault.ts'

/** Milliseconds; @actions/core itself has no time limit. */
const WAIT = 60_000

/** Throws SiteFault if the job may not request a token. */
export function refuseNameless(env: NodeJS.ProcessEnv, readOnly: boolean): void {
  if (env.ACTIONS_ID_TOKEN_REQUEST_URL && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN) return
  throw new SiteFault(
    'the job may not get an identity token',
    readOnly
      ? `pull requests from forks may not; ${docs('forks')} shows the way around`
      : 'give the job `permissions: { pages: write, id-token: write }`',
  )
}

/** Throws SiteFault. @actions/core has the runner mask the token in the log. */
export async function jobIdentity(): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within a minute')), WAIT)
  })
  try {
    return await Promise.race([core.getIDToken(), late])
  } catch (cause) {
    throw new SiteFault(`GitHub gave the job no identity (${messageOf(cause).split('\n')[0]})`, LATER, {
      cause,
    })
  } finally {
    clearTimeout(timer)
  }
}
