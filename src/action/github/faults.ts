/** Why a call to GitHub failed, and what to do, in words. */

import { messageOf } from '../error-text.ts'

export const LATER = 'run the job again later; www.githubstatus.com says whether GitHub has a problem'

/** Permissions of a job, as workflows write them. */
export type Permission =
  | 'statuses: write'
  | 'checks: write'
  | 'pull-requests: read'
  | 'pull-requests: write'
  | 'actions: read'
  | 'metadata: read'
  | 'pages: write'

/** The HTTP status of GitHub's answer; null if there was none. */
export function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error) || !('response' in error)) return null
  return typeof error.status === 'number' && error.response !== undefined ? error.status : null
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
  return status === null ? messageOf(error) !== '' && !isWaitTooLong(error) : status === 429 || status >= 500
}

const isWaitTooLong = (error: unknown): boolean => /asks to wait for/.test(messageOf(error))

/** `readOnly`: the event's token is read-only, whatever permissions the workflow requests. */
export function explain(error: unknown, permission: Permission, readOnly: boolean): string {
  const status = statusOf(error)
  const said = shorten(messageOf(error))
  if (isLimit(error) || isWaitTooLong(error))
    return `${said}: GitHub's limit of calls per hour is reached; run the job again later`
  if (status === 401) return `${said} (401): the token has expired or is not valid; run the job again`
  if (status === 403 && /\bis locked\b/i.test(said))
    return `${said} (403): somebody who may write there has to unlock the conversation`
  if (status === 403 && !LACKS_PERMISSION.test(said)) return `${said} (403)`
  if (isRefused(error)) {
    return readOnly
      ? `the token lacks the permission (${status}): pull requests from forks have a read-only token; docs/forks.md shows the way around`
      : `the token lacks the permission (${status}): give the job \`permissions: { ${permission} }\``
  }
  if (status !== null && status < 500) return `${said} (${status})`
  return `${said}${status === null ? '' : ` (${status})`}: ${LATER}`
}

/** The first line, without GitHub's link to its documentation. */
const shorten = (message: string): string =>
  message
    .split('\n')[0]
    .replace(/ - https:\/\/docs\.github\.com\S*/, '')
    .slice(0, 300)
