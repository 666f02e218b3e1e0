import { describe, expect, it } from 'vitest'
import { buildTarget, targetOfRun } from '../../../src/action/github/target.ts'

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
  ]
  it.each(events)('is told by %s', (_, { origin, branch }, expected, name) => {
    expect([origin, branch]).toEqual([expected, name])
  })
})
