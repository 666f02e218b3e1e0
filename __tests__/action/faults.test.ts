import { expect, it } from 'vitest'
import { CancelledError } from '../../src/action/cancelled.ts'
import {
  explain,
  isRefused,
  isUnclear,
  LATER,
  NoJsonError,
  WaitTooLongError,
} from '../../src/action/github/faults.ts'

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
  ['missing rights', 403, 'Must have admin rights to Repository.', MISSING],
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

const LIMIT = "GitHub's limit of calls per hour is reached; run the job again later"
const PROXY = "run the job again; a self-hosted runner must reach GitHub's API, if need be through a proxy"
const PAGE = '<!doctype html><title>Blocked</title>'

it.each<[Error, string, boolean]>([
  [new WaitTooLongError(3599.6, 403), `GitHub asks to wait for 3600 seconds: ${LIMIT}`, false],
  [new WaitTooLongError(90, 500), `GitHub asks to wait for 90 seconds (500): ${LATER}`, false],
  [refused(403, 'API rate limit exceeded'), `API rate limit exceeded (403): ${LIMIT}`, false],
  [refused(429, 'Too many'), `Too many (429): ${LIMIT}`, true],
  [new NoJsonError(), `the answer is not JSON, as if it were not of GitHub: ${PROXY}`, true],
  [refused(407, 'Denied'), `Denied (407): ${PROXY}`, false],
  [refused(403, PAGE), `a web page was the answer (403): ${PROXY}`, false],
  [refused(502, PAGE), `a web page was the answer (502): ${LATER}`, true],
  [new Error('the Proxy is gone'), `the Proxy is gone: ${PROXY}`, true],
  [refused(500, 'a proxy'), `a proxy (500): ${LATER}`, true],
  [
    refused(401, 'Bad credentials'),
    'Bad credentials (401): the token has expired or is not valid; run the job again',
    false,
  ],
  [refused(422, 'is locked'), 'is locked (422)', false],
  [refused(499, 'No'), 'No (499)', false],
  [refused(500, 'No'), `No (500): ${LATER}`, true],
  [new Error('read ECONNRESET'), `read ECONNRESET: ${LATER}`, true],
  // as octokit throws it for a call without an answer
  [Object.assign(new Error('read ECONNRESET'), { status: 403 }), `read ECONNRESET: ${LATER}`, true],
  [new Error(''), `no reason was given: ${LATER}`, false],
  [new Error('outer', { cause: new Error('inner') }), `outer: ${LATER}`, true],
  [Object.assign(new Error('outer', { cause: new Error('') }), { request: {} }), `outer: ${LATER}`, true],
  [
    Object.assign(refused(500, 'outer'), { request: {}, cause: new Error('inner') }),
    `outer (500): ${LATER}`,
    true,
  ],
])('the error %# is told in words, and whether the call may be tried again', (error, words, again) => {
  expect([explain(error, 'statuses: write', false), isUnclear(error)]).toEqual([words, again])
})

it('the error for a token of a fork’s pull request names the way around', () => {
  expect(explain(refused(404, 'Not Found'), 'statuses: write', true)).toMatch(
    /^the token lacks the permission \(404\): pull requests from forks .*forks\.md shows the way around$/,
  )
})
