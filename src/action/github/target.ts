/** The commit and the pull request that the report is about, as the event names them. */

import { at, commitOf, readPayload, repositoryOf } from '../../workflow.ts'
import { messageOf } from '../error-text.ts'
import * as log from '../log.ts'
import type { GitHub } from './client.ts'

export interface Target {
  /** For a pull request, its branch's head commit, never the merge; null if the event does not say. */
  readonly commit: string | null
  /** For a pull request, the merge of it that GitHub checks out unless told otherwise; null if not known. */
  readonly tested: string | null
  readonly pull: PullRequest
  /** Where the pull request comes from, also if its workflow run is only followed; `fork` if unknown. */
  readonly origin: 'none' | 'same-repository' | 'fork'
  /**
   * The head's branch; for a fork `owner:branch`; for a merge queue `gh-readonly-queue/main`, for all that
   * wait for `main`; null for a tag, or if unknown.
   */
  readonly branch: string | null
  /** The tag's name; null without one, or if unknown, as for a workflow run that is followed. */
  readonly tag: string | null
  /** The token is read-only, whatever permissions the workflow requests. */
  readonly readOnly: boolean
  /** The workflow run that this one follows (`workflow_run`); null if it follows none. */
  readonly followed: FollowedRun | null
}

type PullRequest =
  | {
      readonly kind: 'known'
      readonly number: number
      /** `owner:branch`; null if the event does not say. */
      readonly head: string | null
    }
  | SoughtPull
  | { readonly kind: 'none' }

/** A pull request to be found by the head of its workflow run. */
interface SoughtPull {
  readonly kind: 'sought'
  readonly owner: string
  /** `owner/name`; null if unknown, as for a deleted fork. */
  readonly repository: string | null
  readonly branch: string
  readonly commit: string
}

export interface FollowedRun {
  readonly id: number
  /** Its workflow's name; null if the event does not say. */
  readonly workflow: string | null
  readonly attempt: number
}

const NO_PULL: PullRequest = { kind: 'none' }

/** What an event says that does not say what the workflow checks out. */
const UNTOLD = {
  commit: null,
  tested: null,
  origin: 'fork',
  branch: null,
  tag: null,
  readOnly: false,
  followed: null,
} as const

/** The target of a workflow run that cannot be read: nothing may be said about any commit. */
export const UNKNOWN_TARGET: Target = { ...UNTOLD, pull: NO_PULL }

export function readTarget(env: NodeJS.ProcessEnv): Target {
  return buildTarget(env, env.GITHUB_ACTIONS === 'true' ? readPayload(env.GITHUB_EVENT_PATH) : null)
}

/**
 * Events for which a workflow run's head is the commit that it tests. For all others (a comment, a
 * `repository_dispatch`, a `workflow_run`) it is the default branch's, and the workflow may check out a fork's code.
 */
const WITH_OWN_COMMIT =
  /^(?:push|create|schedule|merge_group|release|workflow_dispatch|deployment(?:_status)?|pull_request(?:_.+)?)$/

/** `payload`: the event's JSON, not validated. */
export function buildTarget(env: NodeJS.ProcessEnv, payload: unknown): Target {
  const event = env.GITHUB_EVENT_NAME ?? ''
  if (event === 'workflow_run') return targetOfRun(at(payload, 'workflow_run'))
  if (!WITH_OWN_COMMIT.test(event)) return { ...UNTOLD, pull: commentedPull(payload) }
  const pull = at(payload, 'pull_request')
  const number = at(pull, 'number')
  const isMerge = (env.GITHUB_REF ?? '').startsWith('refs/pull/')
  const isPull = pull !== undefined || isMerge
  const from = at(pull, 'head', 'repo', 'full_name')
  const isFork = from === undefined || from !== repositoryOf(env)
  const [owner, ref] = [at(pull, 'head', 'user', 'login'), at(pull, 'head', 'ref')]
  const head = typeof owner === 'string' && typeof ref === 'string' ? `${owner}:${ref}` : null
  return {
    // for a pull request, GITHUB_SHA is a temporary merge commit
    commit: commitOf(at(pull, 'head', 'sha')) ?? (isPull ? null : commitOf(env.GITHUB_SHA)),
    tested: isMerge ? commitOf(env.GITHUB_SHA) : null,
    pull: isNumber(number) ? { kind: 'known', number, head } : NO_PULL,
    origin: originOf(isPull, isFork),
    branch: isPull
      ? branchOf(isFork, owner, ref)
      : branchOf(false, null, /^refs\/heads\/(.+)$/.exec(env.GITHUB_REF ?? '')?.[1]),
    tag: isPull ? null : (/^refs\/tags\/(.+)$/.exec(env.GITHUB_REF ?? '')?.[1] ?? null),
    // Dependabot's token is read-only by default, but `permissions` can give it more
    readOnly: isPull && event !== 'pull_request_target' && isFork,
    followed: null,
  }
}

/** The pull request on which a comment (`issue_comment`) called this workflow. */
function commentedPull(payload: unknown): PullRequest {
  const number = at(payload, 'issue', 'number')
  const isPull = at(payload, 'issue', 'pull_request') !== undefined
  return isPull && isNumber(number) ? { kind: 'known', number, head: null } : NO_PULL
}

/** `run`: a workflow run as the API describes it, and the event `workflow_run` too. */
export function targetOfRun(run: unknown): Target {
  const event = at(run, 'event')
  const hasOwnCommit = typeof event === 'string' && WITH_OWN_COMMIT.test(event)
  const commit = hasOwnCommit ? commitOf(at(run, 'head_sha')) : null
  const owner = at(run, 'head_repository', 'owner', 'login')
  const branch = at(run, 'head_branch')
  const [id, attempt] = [at(run, 'id'), at(run, 'run_attempt')]
  // a push's workflow run has a branch too, and perhaps a pull request, but is not about that
  const isPull = String(event).startsWith('pull_request')
  const from = at(run, 'head_repository', 'full_name')
  const isFork = from === undefined || from !== at(run, 'repository', 'full_name')
  const known = isPull && commit !== null && typeof owner === 'string' && typeof branch === 'string'
  return {
    commit,
    tested: null,
    pull: known ? { kind: 'sought', owner, repository: textOf(from), branch, commit } : NO_PULL,
    origin: hasOwnCommit ? originOf(isPull, isFork) : 'fork',
    branch: hasOwnCommit ? branchOf(isPull && isFork, owner, branch) : null,
    tag: null,
    readOnly: false,
    followed: isNumber(id)
      ? { id, workflow: textOf(at(run, 'name')), attempt: isNumber(attempt) ? attempt : 1 }
      : null,
  }
}

/**
 * Asks the API, and trusts no artifact, for the branch's pull request whose head is the commit. It may have
 * been merged or closed meanwhile; of several closed ones, nothing tells which it was. null if there is none.
 */
export async function findPull({ call }: GitHub, { pull }: Pick<Target, 'pull'>): Promise<number | null> {
  if (pull.kind !== 'sought') return pull.kind === 'known' ? pull.number : null
  const { owner, branch } = pull
  const list = async (state: 'open' | 'closed'): Promise<number[]> => {
    const { data } = await call('GET /repos/{owner}/{repo}/pulls', {
      head: `${owner}:${branch}`,
      state,
      per_page: 100,
    })
    const pulls: unknown[] = Array.isArray(data) ? data : []
    return pulls
      .filter((each) => isSought(each, pull))
      .map((each) => at(each, 'number'))
      .filter(isNumber)
  }
  const [open] = await list('open')
  if (open !== undefined) return open
  const closed = await list('closed')
  return closed.length === 1 ? closed[0] : null
}

/** Whether the pull request has got a newer commit; false if GitHub does not say. */
export async function isOutdated({ call }: GitHub, { pull, commit }: Target): Promise<boolean> {
  // a sought pull request was found by its head commit
  if (pull.kind !== 'known' || pull.head === null) return false
  try {
    const { data } = await call('GET /repos/{owner}/{repo}/pulls', {
      head: pull.head,
      state: 'all',
      per_page: 100,
    })
    const pulls: unknown[] = Array.isArray(data) ? data : []
    const head = at(
      pulls.find((each) => at(each, 'number') === pull.number),
      'head',
      'sha',
    )
    return head !== undefined && head !== commit
  } catch (error) {
    log.debug(`the pull request's head: ${messageOf(error)}`)
    return false
  }
}

/** An owner may have several forks, which GitHub's parameter `head` does not tell apart. */
function isSought(found: unknown, { repository, commit }: SoughtPull): boolean {
  const from = textOf(at(found, 'head', 'repo', 'full_name'))
  return at(found, 'head', 'sha') === commit && (from === null || repository === null || from === repository)
}

/** A pull request that is not known to be of this repository counts as a fork's. */
const originOf = (isPull: boolean, isFork: boolean): Target['origin'] =>
  isPull ? (isFork ? 'fork' : 'same-repository') : 'none'

function branchOf(isFork: boolean, owner: unknown, branch: unknown): string | null {
  if (typeof branch !== 'string' || branch === '') return null
  if (isFork) return `${typeof owner === 'string' ? owner : 'unknown'}:${branch}`
  // each entry of a merge queue has a branch, deleted when merged: all of one queue count as one branch
  return /^(gh-readonly-queue\/.+)\/pr-\d+-[^/]+$/.exec(branch)?.[1] ?? branch
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0
