import { expect, it } from 'vitest'
import { CancelledError } from '../../src/action/cancelled.ts'
import { explain, isRefused } from '../../src/action/github/faults.ts'

/** An error as octokit throws it. */
const refused = (status: number, message: string): Error =>
  Object.assign(new Error(`${message} - https://docs.github.com/rest`), { status, response: {} })

const MISSING =
  /^the token lacks the permission \((?:403|404)\): give the job `permissions: \{ pull-requests: write \}`$/
const LOCKED = 'Unable to create comment because issue is locked.'
const SAML = 'Resource protected by organization SAML enforcement. You must grant your token access.'
const IP = 'the `stack` organization has an IP allow list enabled, and your IP address is not permitted'

it.each<[string, number, string, RegExp]>([
  ['a missing permission', 403, 'Resource not accessible by integration', MISSING],
  ['a resource that GitHub hides from the token', 404, 'Not Found', MISSING],
  ['a locked conversation', 403, LOCKED, /issue is locked\. \(403\): somebody .* unlock the conversation$/],
  [
    'an archived repository',
    403,
    'Repository was archived so is read-only.',
    /^Repository was archived .*\(403\)$/,
  ],
  ['SAML single sign-on', 403, SAML, /^Resource protected by .* \(403\)$/],
  ['an IP allow list', 403, IP, /IP allow list .* \(403\)$/],
])('the error for %s suggests a permission only if that would help', (_, status, message, words) => {
  expect(explain(refused(status, message), 'pull-requests: write', false)).toMatch(words)
})

it.each<[number, string, boolean]>([
  [403, 'Resource not accessible by integration', true],
  [404, 'Not Found', true],
  [403, 'API rate limit exceeded for installation', false],
  [403, 'You have exceeded a secondary rate limit', false],
  [429, 'Too many requests', false],
  [422, 'Validation Failed', false],
])('a permission is missing only if GitHub has refused the call: %i %s', (status, message, expected) => {
  expect(isRefused(refused(status, message))).toBe(expected)
})

it('the error for a proxy that lets nothing through names its answer', () => {
  const told = new Error('Proxy response (407) !== 200 when HTTP Tunneling')
  const fetching = new TypeError('fetch failed', {
    cause: new Error('Request was cancelled.', { cause: told }),
  })
  const error = Object.assign(new Error('Request was cancelled.', { cause: fetching }), {
    status: 500,
    request: {},
  })
  expect(explain(error, 'statuses: write', false)).toMatch(
    /^Proxy response \(407\) !== 200 when HTTP Tunneling: run the job again; .*must reach GitHub's API/,
  )
})

it('the error for a cancelled job does not suggest that GitHub has a problem', () => {
  expect(explain(new CancelledError('SIGINT'), 'statuses: write', false)).toBe(
    'the job was cancelled (SIGINT): run the job again',
  )
})
