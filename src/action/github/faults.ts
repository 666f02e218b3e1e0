/** Why a call to GitHub failed, and what to do, in words. */

import { docs } from '../../words/docs.ts'
import { at } from '../../workflow.ts'
import { CancelledError } from '../cancelled.ts'
import { answerOf, isPage, messageOf } from '../error-text.ts'

export const LATER = 'run the job again later; www.githubstatus.com says whether GitHub has a problem'

const NETWORK = "run the job again; a self-hosted runner must reach GitHub's API, if need be through a proxy"

/** Permissions of a job, as workflows write them. */
export type Permission =
  | 'statuses: write'
  | 'checks: write'
  | 'pull-requests: read'
  | 'pull-requests: write'
  | 'actions: read'
  | 'metadata: read'
  | 'pages: write'

/** GitHub's `retry-after` is later than the client's deadline. `answered`: the HTTP status. */
export class WaitTooLongError extends Error {
  /** A status that octokit's plugins do not retry. */
  readonly status = 451
  readonly answered: number

  constructor(seconds: number, answered: number) {
    super(`GitHub asks to wait for ${Math.round(seconds)} seconds`)
    this.name = 'AbortError' // octokit rethrows an AbortError as it is
    this.answered = answered
  }
}

/** An answer that GitHub's API would not give, though its status is that of success. */
export class NoJsonError extends Error {
  constructor() {
    super('the answer is not JSON, as if it were not of GitHub')
  }
}

/** The HTTP status of GitHub's answer; null if there was none. */
export function statusOf(error: unknown): number | null {
  const status = at(error, 'status')
  return typeof status === 'number' && at(error, 'response') !== undefined ? status : null
}

/** Whether a rate limit was hit, whatever the status. */
const isLimit = (error: unknown): boolean => statusOf(error) === 429 || /rate limit/i.test(messageOf(error))

/** Whether the token lacks the permission: GitHub answers 404 where even the existence is secret. */
export function isRefused(error: unknown): boolean {
  return [403, 404].includes(statusOf(error) ?? 0) && !isLimit(error)
}

/** GitHub's words for a missing permission, as opposed to refusals that no permission would change. */
const LACKS_PERMISSION = /not accessible by|not found|must have/i

/** Whether the call may have been carried out although it failed, or is worth another try. */
export function isUnclear(error: unknown): boolean {
  const status = statusOf(error)
  return status === null
    ? messageOf(error) !== '' && !(error instanceof WaitTooLongError)
    : status === 429 || status >= 500
}

/** `readOnly`: the event's token is read-only, whatever permissions the workflow requests. */
export function explain(error: unknown, permission: Permission, readOnly: boolean): string {
  const status = statusOf(error)
  const message = status === null ? rootOf(error) : messageOf(error)
  const said = answerOf(message.replace(LINK, ''), status, 300)
  if (error instanceof CancelledError) return `${said}: run the job again`
  if (error instanceof WaitTooLongError && error.answered >= 500)
    return `${said} (${error.answered}): ${LATER}`
  if (isLimit(error) || error instanceof WaitTooLongError)
    return `${said}: GitHub's limit of calls per hour is reached; run the job again later`
  if (error instanceof NoJsonError || isProxy(status, message)) return `${said}: ${NETWORK}`
  if (status === 401) return `${said}: the token has expired or is not valid; run the job again`
  if (status === 403 && /\bis locked\b/i.test(said))
    return `${said}: somebody who may write there has to unlock the conversation`
  if (status === 403 && !LACKS_PERMISSION.test(said)) return said
  if (isRefused(error)) {
    return readOnly
      ? `the token lacks the permission (${status}): pull requests from forks have a read-only token; ${docs('forks')} shows the way around`
      : `the token lacks the permission (${status}): give the job \`permissions: { ${permission} }\``
  }
  return status !== null && status < 500 ? said : `${said}: ${LATER}`
}

/** GitHub's link to its documentation. */
const LINK = / - https:\/\/docs\.github\.com\S*/

/** Whether a proxy has refused the call. */
const isProxy = (status: number | null, message: string): boolean =>
  status === 407 || (status === 403 && isPage(message)) || (status === null && /\bproxy\b/i.test(message))

/** The words of what kept octokit's request from being answered: what it throws only says that it failed. */
function rootOf(error: unknown): string {
  let root = error
  while (root instanceof Error && 'request' in Object(error) && root.cause instanceof Error) root = root.cause
  return messageOf(root) || messageOf(error)
}
