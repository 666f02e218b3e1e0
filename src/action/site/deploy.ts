/** A Pages deployment: created, polled until it ends, and cancelled if it does not end in time. */

import { docs } from '../../words/docs.ts'
import { at } from '../../workflow.ts'
import { messageOf } from '../error-text.ts'
import type { GitHub } from '../github/client.ts'
import { NO_RETRY } from '../github/create-once.ts'
import { explain, isUnclear, LATER, statusOf } from '../github/faults.ts'
import * as log from '../log.ts'
import { pause } from '../pause.ts'
import { SiteFault } from './site-fault.ts'

export interface Deployment {
  /** The artifact that holds the site. */
  readonly artifact: number
  /** SHA of the commit that the workflow runs for. */
  readonly version: string
  readonly readOnly: boolean
  /** Requests a token that identifies the job, valid for a few minutes. Throws SiteFault, or the signal's reason. */
  readonly identity: () => Promise<string>
  /** Opens another client for cancelling, which works when this one is aborted or out of time. */
  readonly last: () => Promise<GitHub>
}

/** Times are in milliseconds. */
export interface DeployPatience {
  readonly whole: number
  /** Between two requests for the deployment's status. */
  readonly poll: number
  /** Before the next try to create it, as while another deployment is in progress. */
  readonly busy: number
  /** Failed status requests in a row after which it gives up. */
  readonly faults: number
}

export const DEPLOY_PATIENCE: DeployPatience = { whole: 600_000, poll: 5000, busy: 10_000, faults: 10 }

/** Final statuses other than success → reason and remedy. */
const FAILED: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['deployment_failed', ['the deployment failed', LATER]],
  [
    'deployment_content_failed',
    [
      "GitHub does not accept the site's content",
      'a site may have 1 GB and no links: lower keep-size, and look for links on the branch',
    ],
  ],
  ['deployment_cancelled', ['somebody cancelled the deployment', 'run the job again']],
  ['deployment_lost', ['GitHub lost the deployment', LATER]],
])

interface Created {
  readonly id: string | number
  /** The site's address. */
  readonly page: string
}

/** Deploys the artifact; the site's URL, ending in `/`. Throws SiteFault, or the signal's reason. */
export async function deploy(
  github: GitHub,
  deployment: Deployment,
  patience: DeployPatience = DEPLOY_PATIENCE,
): Promise<string> {
  const deadline = Date.now() + patience.whole
  const { id, page } = await create(github, deployment, patience, deadline)
  try {
    await untilLive(github, id, patience, deadline)
  } catch (error) {
    if (github.signal.aborted || error instanceof LateError) await cancel(deployment, id)
    throw error
  }
  return page.endsWith('/') ? page : `${page}/`
}

class LateError extends SiteFault {}

async function create(
  github: GitHub,
  deployment: Deployment,
  { busy }: DeployPatience,
  deadline: number,
): Promise<Created> {
  for (let tries = 1; ; tries++) {
    const oidc_token = await deployment.identity()
    try {
      const { data } = await github.call('POST /repos/{owner}/{repo}/pages/deployments', {
        artifact_id: deployment.artifact,
        pages_build_version: deployment.version,
        oidc_token,
        ...NO_RETRY,
      })
      const [id, page] = [at(data, 'id'), at(data, 'page_url')]
      if ((typeof id !== 'string' && typeof id !== 'number') || typeof page !== 'string')
        throw new SiteFault('GitHub created no deployment', LATER)
      return { id, page: page.includes('://') ? page : `https://${page}` }
    } catch (error) {
      if (error instanceof SiteFault || github.signal.aborted) throw error
      // if only the answer was lost, the second deployment waits for the first or replaces it
      const again = isBusy(error) || (isUnclear(error) && tries < 4)
      if (!again || Date.now() + busy > deadline) throw creationFault(error, deployment)
      log.info(
        isBusy(error)
          ? 'another deployment is in progress: waiting for it to end'
          : `the deployment was not created: ${messageOf(error).split('\n')[0]}; trying again`,
      )
      await pause(busy, github.signal)
    }
  }
}

const isBusy = (error: unknown): boolean =>
  [400, 409, 422].includes(statusOf(error) ?? 0) && /in.progress/i.test(messageOf(error))

function creationFault(error: unknown, { readOnly }: Deployment): SiteFault {
  const said = messageOf(error).split('\n')[0].slice(0, 300)
  const status = statusOf(error)
  const fault = (reason: string, remedy: string): SiteFault => new SiteFault(reason, remedy, { cause: error })
  if (isBusy(error))
    return fault(
      'another deployment has been in progress all the time',
      'cancel it, or give the jobs that deploy a `concurrency` group',
    )
  if (status === 404)
    return fault(
      'the repository has no Pages (404)',
      'under Settings → Pages, choose “GitHub Actions” as the source',
    )
  if (status !== null && status < 500 && /environment/i.test(said))
    return fault(
      `${said} (${status})`,
      `give the job \`environment: github-pages\`, best a job of its own (${docs('pages')}); under Settings → Environments it must allow this branch`,
    )
  return new SiteFault(explain(error, 'pages: write', readOnly), null, { cause: error })
}

async function untilLive(
  github: GitHub,
  id: string | number,
  patience: DeployPatience,
  deadline: number,
): Promise<void> {
  let told = ''
  for (let faults = 0; ; ) {
    await pause(patience.poll, github.signal)
    try {
      const { data } = await github.call(
        'GET /repos/{owner}/{repo}/pages/deployments/{pages_deployment_id}',
        {
          pages_deployment_id: id,
        },
      )
      faults = 0
      const said = at(data, 'status')
      const status = typeof said === 'string' ? said : 'unknown_status'
      if (status === 'succeed') return
      const failed = FAILED.get(status)
      if (failed !== undefined) throw new SiteFault(...failed)
      if (status !== told) log.info(`the deployment: ${status.replaceAll('_', ' ')}`)
      told = status
    } catch (error) {
      if (error instanceof SiteFault || github.signal.aborted) throw error
      faults += 1
      if (faults >= patience.faults)
        throw new SiteFault(
          `GitHub does not say how the deployment is going: ${explain(error, 'pages: write', false)}`,
          null,
          { cause: error },
        )
    }
    if (Date.now() + patience.poll > deadline)
      throw new LateError(
        `the deployment had not ended after ${Math.round(patience.whole / 60_000)} minutes (${told || 'no status'}), and was cancelled`,
        LATER,
      )
  }
}

/** Without retries, since a cancelled job has little time; if it fails, nothing more can be done. */
async function cancel({ last }: Deployment, id: string | number): Promise<void> {
  try {
    await (await last()).call('POST /repos/{owner}/{repo}/pages/deployments/{pages_deployment_id}/cancel', {
      pages_deployment_id: id,
      ...NO_RETRY,
    })
  } catch (error) {
    log.debug(`the deployment was not cancelled: ${messageOf(error)}`)
  }
}
