/** Replaces the repository's Pages site by this report, or by the whole branch. */

import { plural } from '../../words/number.ts'
import { type GitHub, openGitHub } from '../github/client.ts'
import * as log from '../log.ts'
import { SendError } from '../send-artifact.ts'
import { uploadObstacle } from '../upload.ts'
import type { ArchiveFile } from './archive.ts'
import type { BranchPlace } from './branch.ts'
import { readBranchFiles, tipOf } from './branch-files.ts'
import { DEPLOY_PATIENCE, deploy } from './deploy.ts'
import { jobIdentity, refuseNameless } from './identity.ts'
import { sendPages } from './pages-artifact.ts'
import { SiteFault } from './site-fault.ts'

export interface DeploymentPlace {
  readonly token: string
  readonly readOnly: boolean
  readonly attempt: number
  readonly compressionLevel: number
  readonly scratch: string
  readonly signal: AbortSignal
  readonly env: NodeJS.ProcessEnv
}

/** Most deployments of one job. Others may push meanwhile, and deploy too: the last one covers all. */
const MOST_ROUNDS = 3

/** Timeout of a cancelled job's last call, in milliseconds. */
const LAST_CALL = 5000

/** Returns the site's address. Throws SiteFault, or the signal's reason. */
export async function deployFiles(place: DeploymentPlace, files: readonly ArchiveFile[]): Promise<string> {
  refuse(place)
  return send(place, files, await client(place))
}

/** The same for the branch as it is now, which others may have changed since this job pushed. */
export async function deployBranch(place: DeploymentPlace, branch: BranchPlace): Promise<string> {
  refuse(place)
  const github = await client(place)
  for (let round = 1; ; round++) {
    const { commit, files, leftOut, remove } = await readBranchFiles({ ...branch, signal: place.signal })
    try {
      if (leftOut > 0)
        log.notice(
          `of the branch ${branch.branch}, ${plural(leftOut, 'link or submodule', 'links or submodules')} ${leftOut === 1 ? 'is' : 'are'} not deployed: Pages accept none`,
        )
      const address = await send(place, files, github)
      // a job that pushed meanwhile may have deployed first, and this older state has then replaced its own
      const tip = round < MOST_ROUNDS ? await tipOf(branch) : null
      if (tip === null || tip === commit) return address
    } finally {
      remove()
    }
  }
}

/** Throws SiteFault for obstacles that are known before anything is sent. */
function refuse({ env, token, readOnly }: DeploymentPlace): void {
  const obstacle = uploadObstacle(env)
  if (obstacle !== null && env.ACTIONS_RUNTIME_TOKEN && env.ACTIONS_RESULTS_URL)
    throw new SiteFault(
      'GitHub Enterprise Server does not deploy Pages from jobs',
      'publish: branch, and build the Pages from the branch',
    )
  if (obstacle !== null)
    throw new SiteFault('there is no service for artifacts', 'run the action on a runner')
  if (token === '') throw new SiteFault('github-token is empty', 'leave it at its default')
  refuseNameless(env, readOnly)
}

const client = ({ token, env, signal }: DeploymentPlace): Promise<GitHub> =>
  // long enough for every round: the deployments have time limits of their own
  openGitHub(token, env, signal, (DEPLOY_PATIENCE.whole + 60_000) * MOST_ROUNDS)

async function send(place: DeploymentPlace, files: readonly ArchiveFile[], github: GitHub): Promise<string> {
  const { env, token, readOnly } = place
  let artifact: number
  try {
    artifact = await sendPages({ ...place, files, mtime: new Date() })
  } catch (error) {
    place.signal.throwIfAborted()
    if (error instanceof SendError)
      throw new SiteFault(`its artifact was not uploaded: ${error.message}`, null, { cause: error })
    throw error
  }
  return deploy(github, {
    artifact,
    version: env.GITHUB_SHA ?? '',
    readOnly,
    identity: () => jobIdentity(place.signal),
    last: () => openGitHub(token, env, new AbortController().signal, LAST_CALL),
  })
}
