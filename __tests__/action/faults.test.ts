import { expect, it } from 'vitest'
import { explain } from '../../src/action/github/faults.ts'

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
