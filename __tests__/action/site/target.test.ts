import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openGitHub } from '../../../src/action/github/client.ts'
import { buildTarget, findPull, targetOfRun } from '../../../src/action/github/target.ts'
import { GitHubApi } from '../../helpers/github-api.ts'

const SHA = 'b'.repeat(40)
const env = (more: Record<string, string> = {}) => ({
  GITHUB_REPOSITORY: 'stack/nova',
  GITHUB_SHA: SHA,
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

describe('whose code a report is about', () => {
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
      'a fork’s',
      buildTarget(env(PULL), { pull_request: { number: 7, head: head('someone/nova') } }),
      'fork',
      'someone:fix',
    ],
    [
      'a fork’s that was deleted',
      buildTarget(env(PULL), { pull_request: { number: 7, head: head(null) } }),
      'fork',
      'someone:fix',
    ],
    ['one whose payload is lost', buildTarget(env(PULL), {}), 'fork', null],
    [
      'one with a branch called as the repository’s, under pull_request_target',
      buildTarget(env({ GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_REF: 'refs/heads/main' }), {
        pull_request: { number: 7, head: { ...head('someone/nova'), ref: 'main' } },
      }),
      'fork',
      'someone:main',
    ],
    ['the workflow run of a push', targetOfRun(run('stack/nova', 'push')), 'none', 'fix'],
    ['the workflow run of a pull request', targetOfRun(run('stack/nova')), 'same-repository', 'fix'],
    ['the workflow run of a fork’s', targetOfRun(run('someone/nova')), 'fork', 'someone:fix'],
    ['the workflow run of a fork’s that was deleted', targetOfRun(run(undefined)), 'fork', 'unknown:fix'],
    ['a workflow run that tells nothing', targetOfRun(null), 'fork', null],
    ['one that a comment has called', targetOfRun(run('stack/nova', 'issue_comment')), 'fork', null],
    ['one that a dispatch has called', targetOfRun(run('stack/nova', 'repository_dispatch')), 'fork', null],
    ['one of an event of tomorrow', targetOfRun(run('stack/nova', 'pull_requestish')), 'fork', null],
    ['one of a schedule', targetOfRun(run('stack/nova', 'schedule')), 'none', 'fix'],
    ['one called by hand', targetOfRun(run('stack/nova', 'workflow_dispatch')), 'none', 'fix'],
    ['one of a merge queue', targetOfRun(run('stack/nova', 'merge_group')), 'none', 'fix'],
    ['one of a review', targetOfRun(run('stack/nova', 'pull_request_review')), 'same-repository', 'fix'],
    ['one that follows another', targetOfRun(run('stack/nova', 'workflow_run')), 'fork', null],
  ]
  it.each(events)('is told by %s', (_, { origin, branch }, expected, name) => {
    expect([origin, branch]).toEqual([expected, name])
  })
})

it('a comment on a pull request is about that, at a commit that nobody tells, with a token that may write', () => {
  const called = env({ GITHUB_EVENT_NAME: 'issue_comment', GITHUB_REF: 'refs/heads/main' })
  expect(buildTarget(called, { issue: { number: 7, pull_request: { url: 'x' } } })).toEqual({
    commit: null,
    pull: { kind: 'known', number: 7, head: null },
    origin: 'fork',
    branch: null,
    readOnly: false,
    followed: null,
  })
  const onIssue = buildTarget(called, { issue: { number: 8 } })
  expect(onIssue).toMatchObject({ commit: SHA, pull: { kind: 'none' }, origin: 'none', branch: 'main' })
})

it('a workflow run that is the default branch’s, whatever it tested, is on no commit', () => {
  const commits = ['push', 'issue_comment', 'workflow_run', 'repository_dispatch', 'status'].map(
    (event) => targetOfRun(run('stack/nova', event)).commit,
  )
  expect(commits).toEqual([SHA, null, null, null, null])
})

describe('the pull request of a workflow run', () => {
  let github: GitHubApi
  beforeEach(async () => {
    github = await GitHubApi.start()
  })
  afterEach(async () => {
    await github.stop()
    if (github.faults.length > 0) throw new Error(github.faults.join('\n'))
  })

  const HEAD = { head: 'someone:fix', sha: SHA }
  const OTHER = 'c'.repeat(40)
  it.each<[string, GitHubApi['pulls'], number | null]>([
    [
      'the open one whose head it is',
      [
        { ...HEAD, number: 5, sha: OTHER },
        { ...HEAD, number: 6 },
      ],
      6,
    ],
    ['the one that was closed or merged meanwhile', [{ ...HEAD, number: 6, closed: true }], 6],
    [
      'the open one, where another one of the commit was closed',
      [
        { ...HEAD, number: 6 },
        { ...HEAD, number: 7, closed: true },
      ],
      6,
    ],
    [
      'none of two that were closed',
      [
        { ...HEAD, number: 6, closed: true },
        { ...HEAD, number: 7, closed: true },
      ],
      null,
    ],
    ['none that was closed at another commit', [{ ...HEAD, number: 6, closed: true, sha: OTHER }], null],
    ['none of another owner', [{ ...HEAD, number: 6, closed: true, head: 'other:fix' }], null],
    ['none of another fork of the same owner', [{ ...HEAD, number: 6, from: 'someone/nova-2' }], null],
  ])('is %s', async (_, pulls, number) => {
    github.pulls.push(...pulls)
    const client = await openGitHub('token', { ...env(), ...github.env }, new AbortController().signal)
    expect(await findPull(client, targetOfRun(run('someone/nova')))).toBe(number)
  })

  it('is known although its fork is gone meanwhile', async () => {
    // as GitHub answers, and its description does not say
    const data = [{ number: 6, head: { sha: SHA, repo: null } }]
    const call = () => Promise.resolve({ data, headers: {} })
    const client = { call, web: fetch, signal: new AbortController().signal }
    expect(await findPull(client, targetOfRun(run('someone/nova')))).toBe(6)
  })

  it('that was of a push is not looked for', async () => {
    github.pulls.push({ number: 6, head: 'stack:fix', sha: SHA, closed: true })
    const client = await openGitHub('token', { ...env(), ...github.env }, new AbortController().signal)
    expect(await findPull(client, targetOfRun(run('stack/nova', 'push')))).toBeNull()
    expect(github.calls).toEqual([])
  })
})
