/** The job's identity token (OIDC), which GitHub requires for a deployment. */

import * as core from '@actions/core'
import { docs } from '../../words/docs.ts'
import { messageOf } from '../error-text.ts'
import { LATER } from '../github/faults.ts'
import { inTime } from '../in-time.ts'
import { unlessAborted } from '../unless-aborted.ts'
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

/** Throws SiteFault, or the signal's reason. @actions/core has the runner mask the token in the log. */
export async function jobIdentity(cancelled: AbortSignal): Promise<string> {
  const late = new Error('no answer within a minute')
  try {
    return await inTime(WAIT, late, cancelled, (signal) => unlessAborted(signal, core.getIDToken()))
  } catch (cause) {
    cancelled.throwIfAborted()
    throw new SiteFault(`GitHub gave the job no identity (${messageOf(cause).split('\n')[0]})`, LATER, {
      cause,
    })
  }
}
