import { expect, it } from 'vitest'
import { explain } from '../../src/action/github/faults.ts'

/** As octokit throws it. */
const refused = (status: number, message: string): Error =>
  Object.assign(new Error(`${message} - https://docs.github.com/rest`), { status, response: {} })

const MISSING =
  /^the token lacks the permission \((?:403|404)\): give the job `permissions: \{ pull-requests: write \}`$/
const LOCKED = 'Unable to create comment because issue is locked.'
const SAML = 'Resource protected by organization SAML enforcement. You must grant your token access.'
const IP = 'the `stack` organization has an IP allow list enabled, and your IP address is not permitted'

it.each<[string, number, string, RegExp]>([
  ['a permission that is missing', 403, 'Resource not accessible by integration', MISSING],
  ['what the token must not even know of', 404, 'Not Found', MISSING],
  ['a locked conversation', 403, LOCKED, /issue is locked\. \(403\): somebody .* unlock the conversation$/],
  ['an archive', 403, 'Repository was archived so is read-only.', /^Repository was archived .*\(403\)$/],
  ['a single sign-on', 403, SAML, /^Resource protected by .* \(403\)$/],
  ['a list of addresses', 403, IP, /IP allow list .* \(403\)$/],
])('of %s the remedy is its own, and no permission that changes nothing', (_, status, message, words) => {
  expect(explain(refused(status, message), 'pull-requests: write', false)).toMatch(words)
})
