import { describe, expect, it } from 'vitest'
import type { OpenGitHub } from '../../../src/action/github/client.ts'
import { readJob } from '../../../src/action/job.ts'
import { closedOf, findPages, readRepository } from '../../../src/action/site/repository.ts'

/** GitHub with one answer per call, in order; an Error is thrown. */
function answering(...answers: readonly unknown[]): { github: OpenGitHub; asked: unknown[] } {
  const asked: unknown[] = []
  const call = (route: string, parameters?: object) => {
    const data = answers[asked.length]
    asked.push({ route, ...parameters })
    return data instanceof Error ? Promise.reject(data) : Promise.resolve({ data, headers: {} })
  }
  const github = () => Promise.resolve({ call, web: fetch, signal: new AbortController().signal })
  return { github, asked }
}

const NONE = new Error('GitHub does not answer')

describe('the address of a report', () => {
  const env = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'Stack/Nova' }
  const server = { ...env, GITHUB_SERVER_URL: 'https://git.corp.example' }
  const main = { ...env, GITHUB_REPOSITORY: 'Stack/Stack.github.io' }
  const from = (path: string, more: object = {}) => ({
    html_url: 'https://docs.example/nova',
    build_type: 'legacy',
    source: { branch: 'reports', path },
    ...more,
  })
  const unnamed = from('/docs', { html_url: null })

  it.each<[string, unknown, readonly string[], NodeJS.ProcessEnv, string]>([
    ['below the address that GitHub names', from('/'), ['ci'], env, 'https://docs.example/nova/ci/'],
    [
      'at its root',
      from('/', { html_url: 'https://docs.example/nova//' }),
      [],
      env,
      'https://docs.example/nova/',
    ],
    [
      'without docs, of which Pages are built',
      from('/docs'),
      ['docs', 'ci'],
      env,
      'https://docs.example/nova/ci/',
    ],
    [
      'the same if GitHub names no source',
      from('/', { source: null }),
      [],
      env,
      'https://docs.example/nova/',
    ],
    ['at the usual one if GitHub names none', unnamed, ['docs'], env, 'https://stack.github.io/Nova/'],
    ['at the usual one if GitHub does not answer', NONE, ['ci'], env, 'https://stack.github.io/Nova/ci/'],
    ['without the name of the owner’s main site', NONE, ['ci'], main, 'https://stack.github.io/ci/'],
  ])('is %s', async (_, answer, path, place, address) => {
    const { github } = answering(answer)
    expect(
      await findPages(github, { hasPages: null }, { branch: 'reports', path, isNew: true }, readJob(place)),
    ).toEqual({
      address,
      remark: null,
    })
  })

  it.each<[string, unknown, boolean | null, NodeJS.ProcessEnv, RegExp]>([
    [
      'Pages come from Actions',
      from('/', { build_type: 'workflow' }),
      true,
      env,
      /set publish to branch,pages$/,
    ],
    [
      'Pages are built from another branch',
      from('/', { source: { branch: 'gh-pages', path: '/' } }),
      true,
      env,
      /choose reports, or set branch to gh-pages$/,
    ],
    [
      'Pages are built from another directory',
      from('/docs'),
      true,
      env,
      /set path to docs, or to a directory in it$/,
    ],
    [
      'there are none',
      NONE,
      false,
      env,
      /the repository has no Pages: .* “Deploy from a branch” and reports$/,
    ],
    ['another server does not answer', NONE, null, server, /add `pages: read` to the job's permissions$/],
    ['the repository has no name', NONE, null, {}, /add `pages: read` to the job's permissions$/],
    ['another server names none', from('/', { html_url: null }), true, server, /add `pages: read`/],
  ])('is unknown, with a remedy, if %s', async (_, answer, hasPages, place, remark) => {
    const { github } = answering(answer)
    const site = { branch: 'reports', path: ['ci'], isNew: false }
    const found = await findPages(github, { hasPages }, site, readJob(place))
    expect(found).toEqual({ address: null, remark: expect.stringMatching(remark) })
  })
})

it('the usual address is no guess for a branch that is newer than the Pages', async () => {
  const env = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'stack/nova' }
  const found = (isNew: boolean) =>
    findPages(
      answering(NONE).github,
      { hasPages: true },
      { branch: 'reports', path: [], isNew },
      readJob(env),
    )
  expect((await found(false)).address).toBe('https://stack.github.io/nova/')
  expect(await found(true)).toEqual({
    address: null,
    remark: expect.stringMatching(/had Pages before it had this branch.*add `pages: read` to the job's/),
  })
})

describe('what is known of the repository', () => {
  const event = (more: object = {}) => ({
    repository: { private: false, has_pages: true, default_branch: 'main', ...more },
  })
  const PUBLIC = { isPrivate: false, hasPages: true, defaultBranch: 'main' }
  const now = { private: true, has_pages: true, default_branch: 'trunk' }
  const NOW = { isPrivate: true, hasPages: true, defaultBranch: 'trunk' }

  it.each<[string, object, number, unknown, object, number]>([
    ['is in the event', event(), 1, now, PUBLIC, 0],
    ['is asked for in a re-run, whose event is old', event(), 2, now, NOW, 1],
    ['is asked for if the event has no visibility', event({ private: undefined }), 1, now, NOW, 1],
    ['is asked for if the event has no default branch', event({ default_branch: undefined }), 1, now, NOW, 1],
    ['is asked for if the event knows no Pages', event({ has_pages: false }), 1, now, NOW, 1],
    [
      'is the event’s if GitHub does not answer',
      event({ has_pages: false }),
      1,
      NONE,
      { ...PUBLIC, hasPages: false },
      1,
    ],
    // it may have become private since
    [
      'is not that it is public if a re-run gets no answer',
      event(),
      2,
      NONE,
      { ...PUBLIC, isPrivate: null },
      1,
    ],
    [
      'is that it is private even if a re-run gets no answer',
      event({ private: true }),
      2,
      NONE,
      { ...PUBLIC, isPrivate: true },
      1,
    ],
  ])('%s', async (_, payload, attempt, answer, expected, calls) => {
    const { github, asked } = answering(answer)
    expect(await readRepository(payload, github, attempt, false)).toEqual(expected)
    expect(asked).toHaveLength(calls)
  })
})

describe('whether the repository is private', () => {
  const failed = (status: number) => Object.assign(new Error('no'), { status, response: {} })
  const old = { repository: { private: false, has_pages: true, default_branch: 'main' } }

  it.each([502, 429, 401])('is a fault if it is needed and GitHub fails with %d', async (status) => {
    const read = (needed: boolean) => readRepository(old, answering(failed(status)).github, 2, needed)
    await expect(read(true)).rejects.toThrow(
      /^GitHub does not say whether the repository is private: no.*: .*run the job again/,
    )
    expect(await read(false)).toMatchObject({ isPrivate: null })
  })

  it('is unknown if the token may not read it', async () => {
    expect(await readRepository(old, answering(failed(404)).github, 2, true)).toMatchObject({
      isPrivate: null,
    })
  })
})

describe('closed pull requests', () => {
  const open = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({ number: from + i }))

  it('are those that are on no page of the open ones', async () => {
    const { github, asked } = answering(open(1, 100), open(101, 2))
    expect([...(await closedOf(github, [7, 102, 103]))]).toEqual([103])
    expect(asked).toEqual(
      [1, 2].map((page) => ({
        route: 'GET /repos/{owner}/{repo}/pulls',
        state: 'open',
        per_page: 100,
        page,
      })),
    )
  })

  it('are none if GitHub does not list all open ones: no report goes early by mistake', async () => {
    expect([...(await closedOf(answering(open(1, 100), NONE).github, [103]))]).toEqual([])
    expect([...(await closedOf(answering('<html>').github, [103]))]).toEqual([])
    const endless = answering(...Array.from({ length: 30 }, () => open(1, 100)))
    expect([...(await closedOf(endless.github, [103]))]).toEqual([])
    expect(endless.asked).toHaveLength(30)
  })
})
