import { describe, expect, it } from 'vitest'
import { openGitHub } from '../../../src/action/github/client.ts'
import { buildTarget, findPull, targetOfRun } from '../../../src/action/github/target.ts'
import type { GitHubApi } from '../../helpers/github-api.ts'
import { useGitHub } from '../../helpers/use-github.ts'

const SHA = 'b'.repeat(40)
const env = (more: Record<string, string> = {}) => ({
  GITHUB_REPOSITORY: 'stack/nova',
  GITHUB_SHA: SHA,
  GITHUB_EVENT_NAME: 'push',
  ...more,
})
const PULL = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' }

const head = (from: string | null) => ({
  sha: SHA,
  ref: 'fix',
  user: { login: 'someone' },
  repo: from === null ? null : { full_name: from },
})
const run = (from: string | undefined, event = 'pull_request') => ({
  id: 1,
  event,
  head_sha: SHA,
  head_branch: 'fix',
  head_repository: from === undefined ? null : { full_name: from, owner: { login: from.split('/')[0] } },
  repository: { full_name: 'stack/nova' },
})

describe('the origin and branch of the tested code', () => {
  const events: [string, ReturnType<typeof buildTarget>, string, string | null][] = [
    ['a push', buildTarget(env({ GITHUB_REF: 'refs/heads/a/b' }), {}), 'none', 'a/b'],
    ['a tag', buildTarget(env({ GITHUB_REF: 'refs/tags/v1' }), {}), 'none', null],
    ...['main', 'release/1.0'].map((base): [string, ReturnType<typeof buildTarget>, string, string] => [
      `the merge queue of ${base}`,
      buildTarget(env({ GITHUB_REF: `refs/heads/gh-readonly-queue/${base}/pr-7-${SHA}` }), {}),
      'none',
      `gh-readonly-queue/${base}`,
    ]),
    [
      'the workflow run of a merge queue',
      targetOfRun({ ...run('stack/nova', 'merge_group'), head_branch: `gh-readonly-queue/main/pr-7-${SHA}` }),
      'none',
      'gh-readonly-queue/main',
    ],
    [
      'a pull request of the repository',
      buildTarget(env(PULL), { pull_request: { number: 7, head: head('stack/nova') } }),
      'same-repository',
      'fix',
    ],
    [
      'a fork’s pull request',
      buildTarget(env(PULL), { pull_request: { number: 7, head: head('someone/nova') } }),
      'fork',
      'someone:fix',
    ],
    [
      'a deleted fork’s pull request',
      buildTarget(env(PULL), { pull_request: { number: 7, head: head(null) } }),
      'fork',
      'someone:fix',
    ],
    ['a pull request without a payload', buildTarget(env(PULL), {}), 'fork', null],
    [
      'a pull_request_target from a fork’s branch named like the default branch',
      buildTarget(env({ GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_REF: 'refs/heads/main' }), {
        pull_request: { number: 7, head: { ...head('someone/nova'), ref: 'main' } },
      }),
      'fork',
      'someone:main',
    ],
    ['the workflow run of a push', targetOfRun(run('stack/nova', 'push')), 'none', 'fix'],
    ['the workflow run of a pull request', targetOfRun(run('stack/nova')), 'same-repository', 'fix'],
    ['the workflow run of a fork’s pull request', targetOfRun(run('someone/nova')), 'fork', 'someone:fix'],
    ['the workflow run of a deleted fork’s pull request', targetOfRun(run(undefined)), 'fork', 'unknown:fix'],
    ['an unknown workflow run', targetOfRun(null), 'fork', null],
    ['the workflow run of an issue_comment', targetOfRun(run('stack/nova', 'issue_comment')), 'fork', null],
    [
      'the workflow run of a repository_dispatch',
      targetOfRun(run('stack/nova', 'repository_dispatch')),
      'fork',
      null,
    ],
    ['the workflow run of an unknown event', targetOfRun(run('stack/nova', 'pull_requestish')), 'fork', null],
    ['the workflow run of a schedule', targetOfRun(run('stack/nova', 'schedule')), 'none', 'fix'],
    [
      'the workflow run of a workflow_dispatch',
      targetOfRun(run('stack/nova', 'workflow_dispatch')),
      'none',
      'fix',
    ],
    [
      'the workflow run of a merge_group on another branch',
      targetOfRun(run('stack/nova', 'merge_group')),
      'none',
      'fix',
    ],
    [
      'the workflow run of a pull_request_review',
      targetOfRun(run('stack/nova', 'pull_request_review')),
      'same-repository',
      'fix',
    ],
    ['the workflow run of a workflow_run', targetOfRun(run('stack/nova', 'workflow_run')), 'fork', null],
  ]
  it.each(events)('are those of %s', (_, { origin, branch }, expected, name) => {
    expect([origin, branch]).toEqual([expected, name])
  })
})

it.each([
  ['push', 'refs/tags/v1/a', 'v1/a'],
  ['release', 'refs/tags/v1', 'v1'],
  ['push', 'refs/heads/main', null],
  ['pull_request', 'refs/pull/7/merge', null],
  // gives the default branch's commit, so nothing is known of what is checked out
  ['repository_dispatch', 'refs/tags/v1', null],
])('the tag of a %s to %s is %s', (event, ref, tag) => {
  expect(buildTarget(env({ GITHUB_EVENT_NAME: event, GITHUB_REF: ref }), {}).tag).toBe(tag)
})

it('a comment on a pull request has that as its target, at an unknown commit and with a writing token', () => {
  const called = env({ GITHUB_EVENT_NAME: 'issue_comment', GITHUB_REF: 'refs/heads/main' })
  expect(buildTarget(called, { issue: { number: 7, pull_request: { url: 'x' } } })).toEqual({
    commit: null,
    tested: null,
    pull: { kind: 'known', number: 7, head: null },
    origin: 'fork',
    branch: null,
    tag: null,
    readOnly: false,
    followed: null,
  })
  const onIssue = buildTarget(called, { issue: { number: 8 } })
  expect(onIssue).toMatchObject({ commit: null, pull: { kind: 'none' }, origin: 'fork', branch: null })
})

it.each(['repository_dispatch', 'issues', 'check_run', 'status', 'an event that is not known yet'])(
  'the default branch’s commit, which GitHub gives to %s, is not taken for the tested one',
  (event) => {
    const given = env({ GITHUB_EVENT_NAME: event, GITHUB_REF: 'refs/heads/main' })
    const payload = { branch: 'main', client_payload: { pull_request: { number: 7 } }, issue: { number: 8 } }
    expect(buildTarget(given, payload)).toEqual({
      commit: null,
      tested: null,
      pull: { kind: 'none' },
      origin: 'fork',
      branch: null,
      tag: null,
      readOnly: false,
      followed: null,
    })
  },
)

it('a workflow run whose event runs on the default branch, whatever it tested, has no commit', () => {
  const commits = ['push', 'issue_comment', 'workflow_run', 'repository_dispatch', 'status'].map(
    (event) => targetOfRun(run('stack/nova', event)).commit,
  )
  expect(commits).toEqual([SHA, null, null, null, null])
})

describe('the pull request of a workflow run', () => {
  let github: GitHubApi
  useGitHub((api) => {
    github = api
  })

  const HEAD = { head: 'someone:fix', sha: SHA }
  const OTHER = 'c'.repeat(40)
  it.each<[string, GitHubApi['pulls'], number | null]>([
    [
      'the open one at its commit',
      [
        { ...HEAD, number: 5, sha: OTHER },
        { ...HEAD, number: 6 },
      ],
      6,
    ],
    ['one that was closed or merged since', [{ ...HEAD, number: 6, closed: true }], 6],
    [
      'the open one if another one at its commit is closed',
      [
        { ...HEAD, number: 6 },
        { ...HEAD, number: 7, closed: true },
      ],
      6,
    ],
    [
      'unknown if two closed ones match',
      [
        { ...HEAD, number: 6, closed: true },
        { ...HEAD, number: 7, closed: true },
      ],
      null,
    ],
    ['not a closed one at another commit', [{ ...HEAD, number: 6, closed: true, sha: OTHER }], null],
    ['not one of another owner', [{ ...HEAD, number: 6, closed: true, head: 'other:fix' }], null],
    ['not one of another fork of the same owner', [{ ...HEAD, number: 6, from: 'someone/nova-2' }], null],
  ])('is %s', async (_, pulls, number) => {
    github.pulls.push(...pulls)
    const client = await openGitHub('token', { ...env(), ...github.env }, new AbortController().signal)
    expect(await findPull(client, targetOfRun(run('someone/nova')))).toBe(number)
  })

  it('is found although its fork was deleted', async () => {
    // GitHub answers this, although its API description does not mention it
    const data = [{ number: 6, head: { sha: SHA, repo: null } }]
    const call = () => Promise.resolve({ data, headers: {} })
    const client = { call, web: fetch, signal: new AbortController().signal }
    expect(await findPull(client, targetOfRun(run('someone/nova')))).toBe(6)
  })

  it('is not searched for if the event was a push', async () => {
    github.pulls.push({ number: 6, head: 'stack:fix', sha: SHA, closed: true })
    const client = await openGitHub('token', { ...env(), ...github.env }, new AbortController().signal)
    expect(await findPull(client, targetOfRun(run('stack/nova', 'push')))).toBeNull()
    expect(github.calls).toEqual([])
  })
})
