import { createHash } from 'node:crypto'
import { chmodSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { gitEnv } from '../../../src/action/site/git-setup.ts'
import { slugOf } from '../../../src/action/site/names.ts'
import { stablePages } from '../../../src/action/site/pages.ts'
import { printRunsFile } from '../../../src/action/site/runs-file.ts'
import type { RunsFile, SiteRun } from '../../../src/format/site.ts'
import { directoryWith } from '../../helpers/directory.ts'
import { GitServer } from '../../helpers/git-server.ts'
import { publishOne, siteRun, TOKEN } from '../../helpers/own-report.ts'

const BRANCH = 'stackviz-reports'
let server: GitServer

beforeEach(async () => {
  server = await GitServer.start(TOKEN)
  server.commit('main', { 'README.md': 'nova' })
})
afterEach(() => {
  vi.unstubAllEnvs()
  return server.stop()
})

const runsOf = (branch = BRANCH, path = 'runs.json') =>
  (JSON.parse(server.read(branch, path)) as RunsFile).runs

const SITE = (run: string): string[] => [
  '.nojekyll',
  'app/a1/report.css',
  'app/a1/report.js',
  'index.html',
  'latest/unit/index.html',
  'runs.json',
  `runs/${run}/columns-0.bin.gz`,
  `runs/${run}/details-0.json.gz`,
  `runs/${run}/index.html`,
  `runs/${run}/results.json`,
  `runs/${run}/runs.json`,
]

describe('a branch of our own', () => {
  it('is created with a complete site if it is missing', async () => {
    const { file, removed, commit } = await publishOne(server)
    expect(server.files(BRANCH)).toEqual(SITE('4711-1-unit'))
    expect(server.tip(BRANCH)).toBe(commit)
    expect(JSON.parse(server.read(BRANCH, 'runs.json'))).toEqual(file)
    expect(removed).toEqual([])
    expect(runsOf()).toEqual([siteRun({ size: runsOf()[0].size })])
    expect(server.read(BRANCH, 'index.html')).toContain('// a1 index')
    expect(server.read(BRANCH, 'latest/unit/index.html')).toContain('href="../../runs/4711-1-unit/"')
    const modes = server.git('ls-tree', '-r', BRANCH).split('\n')
    for (const line of modes) expect(line).toMatch(/^100644 blob /)
  })

  it('keeps a single commit, by github-actions[bot]', async () => {
    for (const run of [1, 2, 3]) await publishOne(server, { run: { run } })
    expect(server.git('rev-list', '--count', BRANCH)).toBe('1')
    expect(runsOf().map(({ path }) => path)).toEqual(['runs/1-1-unit', 'runs/2-1-unit', 'runs/3-1-unit'])
    expect(server.git('log', '-1', '--format=%cn %s', BRANCH)).toBe(
      'github-actions[bot] Publish runs/3-1-unit',
    )
    expect(server.git('fsck', '--strict', '--no-dangling', BRANCH)).toBe('')
  })

  it('lists a report that is published twice once, with its newer content', async () => {
    await publishOne(server)
    await publishOne(server, { text: 'anew' })
    expect(runsOf()).toHaveLength(1)
    expect(server.read(BRANCH, 'runs/4711-1-unit/index.html')).toContain('anew')
  })

  it('redirects stable addresses to the newest report of the default branch and of each pull request', async () => {
    await publishOne(server, { run: { run: 1 } })
    await publishOne(server, { run: { run: 2 } })
    await publishOne(server, { run: { run: 3, branch: 'fix', pull: 7 } })
    await publishOne(server, { run: { run: 4, branch: 'main', pull: 8 } })
    await publishOne(server, { run: { run: 5, branch: 'stable' } })
    await publishOne(server, { run: { run: 6, branch: 'fix', pull: 7, name: 'nightly / unit' } })
    const pages = server.files(BRANCH).filter((path) => /^(?:latest|pr)\//.test(path))
    const slug = slugOf('nightly / unit')
    expect(pages).toEqual([
      'latest/unit/index.html',
      `pr/7/${slug}/index.html`,
      'pr/7/unit/index.html',
      'pr/8/unit/index.html',
    ])
    const links = pages.map((path) => /href="([^"]+)"/.exec(server.read(BRANCH, path))?.[1])
    expect(links).toEqual([
      '../../runs/2-1-unit/',
      `../../../runs/6-1-${slug}/`,
      '../../../runs/3-1-unit/',
      '../../../runs/4-1-unit/',
    ])
  })

  it('keeps an app while a report uses it, and has the newest app’s index', async () => {
    const limits = { keepRuns: 2, keepDays: null, keepSize: 1e9 }
    for (const [i, app] of ['a1', 'a2', 'a2'].entries())
      await publishOne(server, { run: { run: i + 1 }, app, limits })
    const apps = [...new Set(server.files(BRANCH).flatMap((path) => /^app\/(\w+)/.exec(path)?.[1] ?? []))]
    expect(apps).toEqual(['a2'])
    expect(server.read(BRANCH, 'index.html')).toContain('// a2 index')
    await publishOne(server, { run: { run: 4 }, app: 'a3', limits })
    expect(server.files(BRANCH)).toContain('app/a2/report.js')
    expect(server.files(BRANCH)).toContain('app/a3/report.js')
  })

  it('removes a closed pull request’s report first, with its files and addresses', async () => {
    const limits = { keepRuns: 50, keepDays: null, keepSize: 900e6 }
    await publishOne(server, { run: { run: 1, branch: 'old' } })
    await publishOne(server, { run: { run: 2, pull: 7, branch: 'fix' } })
    await publishOne(server, { run: { run: 3, pull: 8, branch: 'fix2' } })
    const asked: (readonly number[])[] = []
    const { removed } = await publishOne(server, {
      run: { run: 4 },
      // three of the four fit
      limits: { ...limits, keepSize: sizeBefore() + 10 },
      closedOf: (pulls) => {
        asked.push(pulls)
        return Promise.resolve(new Set([8]))
      },
    })
    expect(asked).toEqual([[7, 8]])
    expect(removed.map(({ run, because }) => [run.path, because])).toEqual([['runs/3-1-unit', 'keep-size']])
    expect(server.files(BRANCH).filter((path) => /^(?:runs\/3|pr\/8)/.test(path))).toEqual([])
  })

  const sizeBefore = (): number =>
    server
      .git('ls-tree', '-r', '--long', BRANCH)
      .split('\n')
      .filter((line) => /\t(?:app|runs)\/|\tindex\.html/.test(line) && !line.endsWith('/runs.json'))
      .reduce((sum, line) => sum + Number(/ (\d+)\t/.exec(line)?.[1]), 0)

  it('may hold the site in a subdirectory', async () => {
    for (const run of [1, 2]) await publishOne(server, { run: { run } }, { path: ['docs', 'reports'] })
    expect(runsOf(BRANCH, 'docs/reports/runs.json')).toHaveLength(2)
    expect(server.files(BRANCH).filter((path) => !path.startsWith('docs/reports/'))).toEqual(['.nojekyll'])
    expect(server.git('rev-list', '--count', BRANCH)).toBe('1')
  })
})

describe('a branch of our own with commits of others', () => {
  /** Commits files, as GitHub does when a domain is set, or a person in the browser. */
  const add = (files: Readonly<Record<string, string>>, message?: string): void => {
    const there = server.tip(BRANCH) === '' ? [] : server.files(BRANCH)
    const kept = there.map((path) => [path, server.git('show', `${BRANCH}:${path}`)])
    server.commit(BRANCH, { ...Object.fromEntries(kept), ...files }, message)
  }
  const count = (): string => server.git('rev-list', '--count', BRANCH)
  /** Adds commits that change nothing. */
  const addEmpty = (commits: number): void => {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b']
    for (let i = 0; i < commits; i++) {
      const commit = server.git(...identity, 'commit-tree', `${BRANCH}^{tree}`, '-p', BRANCH, '-m', 'Work')
      server.git('update-ref', `refs/heads/${BRANCH}`, commit)
    }
  }

  it.each([1, 2, 99])('is squashed to one commit with their files after %i of them', async (commits) => {
    await publishOne(server, { run: { run: 1 } })
    addEmpty(commits - 1)
    add({ CNAME: 'a.example', 'api/a.html': 'a' }, 'Create CNAME')
    await publishOne(server, { run: { run: 2 } })
    expect(count()).toBe('1')
    expect(server.read(BRANCH, 'CNAME')).toBe('a.example')
    expect(server.files(BRANCH)).toEqual(expect.arrayContaining(['.nojekyll', 'api/a.html', 'CNAME']))
    await publishOne(server, { run: { run: 3 } })
    expect([count(), server.read(BRANCH, 'CNAME')]).toEqual(['1', 'a.example'])
    expect(runsOf()).toHaveLength(3)
    expect(server.git('fsck', '--strict', '--no-dangling', BRANCH)).toBe('')
  })

  it('is squashed although an earlier version of the action put its commit on top of theirs', async () => {
    await publishOne(server, { run: { run: 1 } })
    add({ CNAME: 'a.example' })
    add({}, 'Publish runs/2-1-unit\n\nPublished-by: stackviz-action\n')
    await publishOne(server, { run: { run: 3 } })
    expect([count(), server.read(BRANCH, 'CNAME')]).toEqual(['1', 'a.example'])
  })

  it('keeps their commits if there are too many to search, or if one merges another branch', async () => {
    await publishOne(server, { run: { run: 1 } })
    addEmpty(100)
    await publishOne(server, { run: { run: 2 } })
    expect(count()).toBe('102')
    server.git('update-ref', '-d', `refs/heads/${BRANCH}`)
    await publishOne(server, { run: { run: 3 } })
    const merge = ['commit-tree', `${BRANCH}^{tree}`, '-p', BRANCH, '-p', 'main', '-m', 'Merge main']
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b']
    server.git('update-ref', `refs/heads/${BRANCH}`, server.git(...identity, ...merge))
    await publishOne(server, { run: { run: 4 } })
    expect(count()).toBe('4')
    expect(server.git('merge-base', '--is-ancestor', 'main', BRANCH)).toBe('')
  })

  it('keeps files that others commit during the push', async () => {
    await publishOne(server, { run: { run: 1 } })
    add({ CNAME: 'a.example' })
    let late = true
    server.intercept = ({ url }) => {
      if (late && url?.endsWith('/git-receive-pack')) add({ 'robots.txt': 'late' })
      if (url?.endsWith('/git-receive-pack')) late = false
      return false
    }
    await publishOne(server, { run: { run: 2 } })
    expect([count(), server.read(BRANCH, 'CNAME')]).toEqual(['1', 'a.example'])
    expect(server.read(BRANCH, 'robots.txt')).toBe('late')
  })
})

describe('a branch of others', () => {
  const OTHERS = { 'index.html': 'docs', 'api/a.html': 'a', 'täst/ü.html': 'ü' }

  it('keeps its commits and files, and gets one commit on top for each report', async () => {
    server.commit('gh-pages', { 'index.html': 'first' })
    const theirs = server.commit('gh-pages', OTHERS)
    for (const run of [1, 2]) await publishOne(server, { run: { run } }, { branch: 'gh-pages', path: ['ci'] })
    server.commit('gh-pages', { ...treeOf('gh-pages'), 'api/b.html': 'b' })
    await publishOne(server, { run: { run: 3 } }, { branch: 'gh-pages', path: ['ci'] })
    expect(server.git('rev-list', '--count', 'gh-pages')).toBe('6')
    expect(server.git('merge-base', '--is-ancestor', theirs, 'gh-pages')).toBe('')
    const others = server.git('-c', 'core.quotepath=false', 'ls-tree', '-r', '--name-only', 'gh-pages')
    // and no .nojekyll, because Jekyll may build their site
    expect(others.split('\n').filter((path) => !path.startsWith('ci/'))).toEqual([
      'api/a.html',
      'api/b.html',
      'index.html',
      'täst/ü.html',
    ])
    expect(server.read('gh-pages', 'index.html')).toBe('docs')
    expect(runsOf('gh-pages', 'ci/runs.json')).toHaveLength(3)
    expect(server.git('fsck', '--strict', '--no-dangling', 'gh-pages')).toBe('')
  })

  const treeOf = (branch: string): Record<string, string> =>
    Object.fromEntries(
      server
        .git('ls-tree', '-r', '-z', '--name-only', branch)
        .split('\0')
        .filter((path) => path !== '')
        .map((path) => [path, server.read(branch, path)]),
    )

  it('is not overwritten if it holds another site', async () => {
    server.commit('gh-pages', OTHERS)
    const tip = server.tip('gh-pages')
    await expect(publishOne(server, {}, { branch: 'gh-pages' })).rejects.toThrow(
      'the branch gh-pages has index.html, and no runs.json beside it: something else put it there: set path to a directory of its own, or branch to another one'.replace(
        '’',
        "'",
      ),
    )
    expect(server.tip('gh-pages')).toBe(tip)
  })

  it('is rejected if the path is a file', async () => {
    server.commit('gh-pages', { ci: 'a file' })
    await expect(publishOne(server, {}, { branch: 'gh-pages', path: ['ci'] })).rejects.toThrow(
      'gh-pages:ci is not a directory: set path to a directory of its own',
    )
  })

  it('is recognized by our commit on top, without fetching its history again', async () => {
    for (let i = 0; i < 3; i++) server.commit('gh-pages', { 'index.html': String(i) })
    const requests: number[] = []
    for (const run of [1, 2, 3]) {
      const { length } = server.requests
      await publishOne(server, { run: { run } }, { branch: 'gh-pages', path: ['ci'] })
      requests.push(server.requests.length - length)
    }
    expect(server.git('rev-list', '--count', 'gh-pages')).toBe('6')
    // the tip, the directory, the list, and a push
    expect(requests.slice(1)).toEqual([9, 9])
  })

  it('keeps its commit and files after it was force-pushed over ours', async () => {
    await publishOne(server, { run: { run: 1 } })
    server.git('update-ref', '-d', `refs/heads/${BRANCH}`)
    server.commit(BRANCH, { 'x.txt': 'x' })
    await publishOne(server, { run: { run: 2 } })
    expect(server.git('rev-list', '--count', BRANCH)).toBe('2')
    expect(runsOf()).toHaveLength(1)
    expect(server.files(BRANCH)).toContain('x.txt')
  })
})

describe('the list of reports', () => {
  /** Commits the branch with these files changed; null deletes a file. */
  const change = (files: Readonly<Record<string, string | null>>): void => {
    const paths = server.files(BRANCH).filter((path) => !(path in files))
    const added = Object.entries(files).filter((file): file is [string, string] => file[1] !== null)
    server.commit(BRANCH, {
      ...Object.fromEntries(paths.map((path) => [path, server.git('show', `${BRANCH}:${path}`)])),
      ...Object.fromEntries(added),
    })
  }
  const publishThree = async (): Promise<void> => {
    const times = ['2026-03-01T12:00:00Z', '2026-03-01T13:00:00Z', '2026-03-01T13:00:00Z']
    // not published in the order of their directories
    await publishOne(server, { run: { run: 20, name: 'nightly / unit', published: times[0] } })
    await publishOne(server, { run: { run: 3, pull: 7, branch: 'a:fix', commit: null, published: times[1] } })
    await publishOne(server, { run: { run: 10, duration: null, published: times[2] }, app: 'a2' })
  }
  const LAST = { run: 30, published: '2026-03-01T14:00:00Z' }

  const text = (): string => server.read(BRANCH, 'runs.json')
  const broken: [string, () => string | null, string][] = [
    ['missing', () => null, 'is missing'],
    ['empty', () => '', 'is damaged ('],
    [
      'invalid because of a path',
      () => text().replace('"path":"runs/3', '"path":"../3'),
      'is damaged (report 1 is not in the expected form)',
    ],
  ]
  it.each(broken)('is rebuilt from the reports if it is %s', async (_, damage, words) => {
    await publishThree()
    const before = JSON.parse(text()) as RunsFile
    change({ 'runs.json': damage() })
    const { remark, file } = await publishOne(server, { run: LAST })
    expect(remark).toContain(`runs.json on the branch ${BRANCH} ${words}`)
    expect(remark).toMatch(/: the index is rebuilt from 3 reports beside it$/)
    expect(JSON.parse(text())).toEqual({ ...before, runs: [...before.runs, file.runs[3]] })
    expect(server.files(BRANCH)).toEqual(
      expect.arrayContaining(['app/a1/report.js', 'app/a2/report.js', 'pr/7/unit/index.html']),
    )
    expect((await publishOne(server, { run: { ...LAST, run: 31 } })).remark).toBeNull()
    expect(runsOf()).toHaveLength(5)
    expect(server.git('fsck', '--strict', '--no-dangling', BRANCH)).toBe('')
  })

  it('is rebuilt with two more requests than usual', async () => {
    await publishThree()
    change({ 'runs.json': '{' })
    const { length } = server.requests
    await publishOne(server, { run: LAST })
    const asked = server.requests.slice(length).filter(({ path }) => path.endsWith('/git-upload-pack'))
    // as usual the tip, its history and the list, and then the reports' directories and their files
    expect(asked).toHaveLength(4 + 2)
  })

  it('is rebuilt without unreadable reports, which are named and whose files and app stay', async () => {
    await publishThree()
    const own = (name: string): string => `runs/${name}/runs.json`
    change({
      'runs.json': '{',
      [own('3-1-unit')]: null,
      [own('10-1-unit')]: server.read(BRANCH, own('3-1-unit')),
    })
    const { remark } = await publishOne(server, { run: LAST })
    expect(remark).toMatch(
      /from 1 report beside it\. runs\/10-1-unit, runs\/3-1-unit: no report is described there, so it is kept but not listed; publish that report again, or delete it$/,
    )
    expect(runsOf().map(({ run }) => run)).toEqual([20, 30])
    await publishOne(server, { run: { ...LAST, run: 31 } })
    const kept = ['app/a2/report.js', 'runs/10-1-unit/index.html', 'runs/3-1-unit/columns-0.bin.gz']
    expect(server.files(BRANCH)).toEqual(expect.arrayContaining(kept))
  })

  it('is rebuilt with stable addresses that lead to the remaining reports', async () => {
    await publishThree()
    await publishOne(server, { run: { run: 25 } })
    const own = server.files(BRANCH).filter((path) => path.startsWith('runs/25-1-unit/'))
    expect(server.read(BRANCH, 'latest/unit/index.html')).toContain('/runs/25-1-unit/')
    // as somebody would to delete that report
    change({ 'runs.json': null, ...Object.fromEntries(own.map((path) => [path, null])) })
    await publishOne(server, { run: { ...LAST, name: 'docs' } })
    expect(server.read(BRANCH, 'latest/unit/index.html')).toContain('/runs/10-1-unit/')
  })

  it('is rebuilt without apps and addresses of deleted reports', async () => {
    await publishThree()
    const gone = server.files(BRANCH).filter((path) => /^runs\/(?:3|10)-/.test(path))
    change({ 'runs.json': null, ...Object.fromEntries(gone.map((path) => [path, null])) })
    await publishOne(server, { run: { ...LAST, name: 'docs' } })
    expect(server.files(BRANCH).filter((path) => /^(?:app|latest|pr)\//.test(path))).toEqual([
      'app/a1/report.css',
      'app/a1/report.js',
      'latest/docs/index.html',
      `latest/${slugOf('nightly / unit')}/index.html`,
    ])
  })

  it('is rebuilt without addresses of reports that are then removed, but with those of unlisted ones', async () => {
    await publishThree()
    change({ 'runs.json': null, 'runs/10-1-unit/runs.json': null })
    const run = { ...LAST, name: 'docs', published: '2026-03-05T00:00:00Z' }
    const { removed } = await publishOne(server, {
      run,
      limits: { keepRuns: 50, keepDays: 1, keepSize: 900e6 },
    })
    expect(removed.map((each) => each.run.path)).toEqual(['runs/3-1-unit'])
    expect(server.files(BRANCH).filter((path) => /^(?:latest|pr)\//.test(path))).toEqual([
      'latest/docs/index.html',
      `latest/${slugOf('nightly / unit')}/index.html`,
      'latest/unit/index.html',
    ])
  })

  it('loses a report whose directory was deleted, and its app and addresses are removed', async () => {
    await publishThree()
    const ofReport = server.files(BRANCH).filter((path) => path.startsWith('runs/10-1-unit/'))
    change(Object.fromEntries(ofReport.map((path) => [path, null])))
    const { remark } = await publishOne(server, { run: { ...LAST, name: 'docs' } })
    expect(remark).toBe(
      `runs.json on the branch ${BRANCH} listed reports that no longer exist; they are no longer listed: runs/10-1-unit`,
    )
    expect(runsOf().map(({ run }) => run)).toEqual([3, 20, 30])
    const left = server.files(BRANCH)
    expect(left).toEqual(expect.arrayContaining(['app/a1/report.js', 'pr/7/unit/index.html']))
    expect(left.filter((path) => /^(?:app\/a2|latest\/unit|runs\/10)/.test(path))).toEqual([])
    expect((await publishOne(server, { run: { ...LAST, run: 31 } })).remark).toBeNull()
    expect(server.git('fsck', '--strict', '--no-dangling', BRANCH)).toBe('')
  })

  it('is rebuilt with the default branch of the reports if GitHub does not provide it', async () => {
    await publishThree()
    change({ 'runs.json': null })
    const site = { repository: 'stack/nova', server: 'https://github.com', defaultBranch: null }
    const { file } = await publishOne(server, { run: LAST, site })
    expect(file.defaultBranch).toBe('main')
  })

  const NEWER = '{"version":2,"runs":[]}'
  it.each([
    [
      'its version is newer',
      { 'runs.json': NEWER },
      /^Error: runs\.json on the branch \S+ is of version 2, and this version/,
    ],
    [
      'it is damaged and the version of a report is newer',
      { 'runs.json': NEWER.slice(0, -1), 'runs/3-1-unit/runs.json': NEWER },
      /^Error: stackviz-reports:runs\/3-1-unit\/runs\.json is of version 2, and this version/,
    ],
  ])('is not overwritten if %s', async (_, files, words) => {
    await publishThree()
    change(files)
    const tip = server.tip(BRANCH)
    await expect(
      publishOne(server, { run: LAST }).catch((error: Error) => `Error: ${error.message}`),
    ).resolves.toMatch(words)
    expect(server.tip(BRANCH)).toBe(tip)
  })

  const strange: [string, Record<string, string>, RegExp][] = [
    [
      'a damaged list',
      { 'runs.json': '{"runs":[]}' },
      /is damaged \(.*\), and no directory beside it describes a report: restore/,
    ],
    [
      'a damaged list and a directory runs',
      { 'runs.json': '{}', 'runs/1/x': 'x' },
      /no directory beside it describes a report: restore/,
    ],
    [
      'a directory runs',
      { 'runs/1-1-unit/x': 'x' },
      /has runs, and no runs\.json beside it: something else put it there/,
    ],
    [
      'a file runs',
      { runs: 'a text with no end' },
      /has runs, and no runs\.json beside it: something else put it there/,
    ],
  ]
  it.each(strange)(
    'is not written if the branch may not be ours, because it has %s',
    async (_, files, words) => {
      server.commit(BRANCH, files)
      const tip = server.tip(BRANCH)
      await expect(publishOne(server)).rejects.toThrow(words)
      expect(server.tip(BRANCH)).toBe(tip)
    },
  )
})

describe('what is fetched', () => {
  const runAt = (run: number) =>
    siteRun({
      run,
      commit: createHash('sha1').update(String(run)).digest('hex'),
      published: `2026-03-01T12:${10 + (run % 50)}:${10 + ((run * 7) % 50)}Z`,
      duration: run * 1.37,
    })

  const filesOf = (runs: readonly SiteRun[]): Record<string, string> => {
    const file = { version: 1, repository: 'stack/nova', server: 'https://github.com', defaultBranch: 'main' }
    return {
      '.nojekyll': '',
      'index.html': 'x'.repeat(10_000),
      'app/a1/report.js': 'x'.repeat(300_000),
      'runs.json': printRunsFile({ ...file, runs }),
      ...Object.fromEntries(stablePages({ ...file, runs })),
      ...Object.fromEntries(
        runs.flatMap(({ path }) =>
          ['columns-0.bin.gz', 'details-0.json.gz', 'index.html', 'results.json'].map((name) => [
            `${path}/${name}`,
            `${path} ${name} ${'x'.repeat(1000)}`,
          ]),
        ),
      ),
    }
  }

  it('for the fiftieth report is at most twice as much as for the second, and less than 10 kB', async () => {
    const bytes: number[] = []
    for (const before of [1, 49]) {
      const runs = Array.from({ length: before }, (_, i) => runAt(i + 1))
      if (server.tip(BRANCH) !== '') server.git('update-ref', '-d', `refs/heads/${BRANCH}`)
      server.commit(BRANCH, filesOf(runs))
      const { length } = server.requests
      await publishOne(server, { run: runAt(before + 1) })
      expect(runsOf()).toHaveLength(before + 1)
      // two fetches and a push; git fetches no missing objects in between
      expect(server.requests.slice(length).map(({ path }) => path.replace(/.*(?=git-)/, ''))).toEqual([
        'git-upload-pack',
        'git-upload-pack',
        'git-upload-pack',
        'git-upload-pack',
        'git-upload-pack',
        'git-receive-pack',
        'git-receive-pack',
      ])
      bytes.push(server.fetched(length))
    }
    expect(bytes[1] / bytes[0]).toBeLessThanOrEqual(2)
    expect(bytes[1]).toBeLessThan(10_000)
  })
})

describe('what is written', () => {
  /** Commits a branch with a report of each of `pulls` pull requests, and one of the default branch. */
  const commitPulls = (pulls: number): void => {
    const runs = Array.from({ length: pulls }, (_, i) =>
      siteRun({ run: i + 1, branch: `fix-${i}`, pull: i + 1 }),
    )
    const file = {
      version: 1,
      repository: 'stack/nova',
      server: 'https://github.com',
      defaultBranch: 'main',
      runs: [siteRun({ run: 1 }), ...runs],
    }
    server.commit(BRANCH, {
      ...Object.fromEntries(stablePages(file)),
      'runs.json': printRunsFile(file),
      ...Object.fromEntries(file.runs.map(({ path }) => [`${path}/index.html`, path])),
    })
  }
  const objectsBelow = (directory: string): number =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /own.objects.[\da-f]{2}.[\da-f]{38}$/.test(name),
    ).length

  it('for a report is as many objects on a large site as on a small one', async () => {
    const written: number[] = []
    for (const pulls of [2, 200]) {
      commitPulls(pulls)
      const scratch = directoryWith()
      server.intercept = ({ url }) => {
        if (url?.endsWith('/git-receive-pack')) written.push(objectsBelow(scratch))
        return false
      }
      await publishOne(server, { run: { run: 1000, branch: 'fix-1', pull: 2 } }, { scratch })
    }
    expect(written[0]).toBeGreaterThan(10)
    expect(written[1]).toBe(written[0])
    const link = (path: string) => /href="([^"]+)"/.exec(server.read(BRANCH, path))?.[1]
    expect(link('pr/2/unit/index.html')).toBe('../../../runs/1000-1-unit/')
    expect(link('pr/3/unit/index.html')).toBe('../../../runs/3-1-unit/')
    expect(server.files(BRANCH).filter((path) => path.startsWith('pr/'))).toHaveLength(200)
    expect(server.git('fsck', '--strict', '--no-dangling', BRANCH)).toBe('')
  })

  it('includes stable addresses that somebody removed', async () => {
    commitPulls(3)
    const files = server.files(BRANCH).filter((path) => !/^(?:pr\/1|latest)\//.test(path))
    server.commit(
      BRANCH,
      Object.fromEntries(files.map((path) => [path, server.git('show', `${BRANCH}:${path}`)])),
    )
    await publishOne(server, { run: { run: 1000, branch: 'fix-1', pull: 2 } })
    const pages = server.files(BRANCH).filter((path) => /^(?:pr|latest)\//.test(path))
    expect(pages).toEqual(
      ['latest', 'pr/1', 'pr/2', 'pr/3'].map((directory) => `${directory}/unit/index.html`),
    )
  })

  it('replaces the stable addresses of a default branch by those of the next one', async () => {
    await publishOne(server, { run: { run: 1, name: 'lint' } })
    const site = { repository: 'stack/nova', server: 'https://github.com', defaultBranch: 'trunk' }
    await publishOne(server, { run: { run: 2, branch: 'trunk' }, site })
    expect(server.files(BRANCH).filter((path) => path.startsWith('latest/'))).toEqual([
      'latest/unit/index.html',
    ])
    await publishOne(server, { run: { run: 3, branch: 'fix' } })
    expect(server.files(BRANCH).filter((path) => path.startsWith('latest/'))).toEqual([
      'latest/lint/index.html',
    ])
    await publishOne(server, { run: { run: 4, branch: 'fix' }, site: { ...site, defaultBranch: 'none' } })
    expect(server.files(BRANCH).filter((path) => path.startsWith('latest'))).toEqual([])
  })
})

it('the branch is new until another workflow run or attempt has published', async () => {
  const newness: boolean[] = []
  for (const run of [{ run: 1 }, { run: 1, name: 'lint' }, { run: 1, attempt: 2 }, { run: 2 }])
    newness.push((await publishOne(server, { run })).isNew)
  expect(newness).toEqual([true, true, false, false])
})

it('a branch that something else made is not new, even without a site', async () => {
  server.commit(BRANCH, { 'docs.html': 'docs' })
  expect((await publishOne(server)).isNew).toBe(false)
})

describe('a push that fails', () => {
  const hooks: [string, RegExp][] = [
    [
      'echo "error: GH006: Protected branch update failed for refs/heads/x." >&2; exit 1',
      /the branch stackviz-reports is protected: let GitHub Actions bypass its rules/,
    ],
    [
      'echo "error: GH013: Repository rule violations found for refs/heads/x." >&2; echo "- Push cannot contain secrets" >&2; exit 1',
      /push protection found a secret in the report/,
    ],
    [
      'echo "error: GH001: Large files detected." >&2; exit 1',
      /too large for a branch: let the tests print less, or publish: pages/,
    ],
    [
      'echo "refusing to allow a GitHub App to create or update workflow" >&2; exit 1',
      /the branch contains workflows, which a job may not write/,
    ],
    [
      'echo "This repository was archived so it is read-only." >&2; exit 1',
      /the repository is archived, and nothing can be written there/,
    ],
    ['echo "no" >&2; exit 1', /rejects the push to stackviz-reports because of a rule of its own/],
  ]
  it.each(hooks)('has an error with a remedy if a hook rejects it: %s', async (script, words) => {
    server.hook('pre-receive', script)
    await expect(publishOne(server)).rejects.toThrow(words)
    expect(server.tip(BRANCH)).toBe('')
    // such a push is not repeated
    expect(server.requests.filter(({ path }) => path.endsWith('/git-receive-pack'))).toHaveLength(1)
  })

  const answers: [number, boolean, RegExp][] = [
    [403, false, /returned error: 403: give the job `permissions: \{ contents: write \}`/],
    [403, true, /403: pull requests from forks .*\/docs\/forks\.md/],
    [404, false, /the token does not reach the repository/],
    [401, false, /the token has expired or is not valid/],
    [503, false, /503: run the job again later/],
  ]
  it.each(answers)(
    'has an error with a remedy if the server answers %i (read-only token: %j)',
    async (status, readOnly, words) => {
      server.intercept = (request, response) => {
        if (!request.url?.includes('receive-pack')) return false
        response.writeHead(status, { 'content-length': '0' }).end()
        return true
      }
      await expect(publishOne(server, {}, { readOnly })).rejects.toThrow(words)
    },
  )

  it('is retried if the server drops the connection', async () => {
    let stumbles = 2
    server.intercept = (_, response) => {
      if (stumbles-- <= 0) return false
      response.destroy()
      return true
    }
    await publishOne(server)
    expect(runsOf()).toHaveLength(1)
  })

  it.each(['nova', 'archived-docs'])(
    'has an error that names the failed connection if no server listens (repository %s)',
    async (name) => {
      const remote = `http://127.0.0.1:9/stack/${name}`
      await expect(publishOne(server, {}, { remote })).rejects.toThrow(
        /Failed to connect.*: run the job again later/,
      )
    },
  )

  it('because of a wrong token has an error without the token', async () => {
    const error = await publishOne(server, {}, { token: `${TOKEN}x` }).catch((thrown: unknown) => thrown)
    expect(String(error)).toMatch(/the token has expired or is not valid/)
    expect(inspect(error)).not.toMatch(
      new RegExp(`${TOKEN}|${Buffer.from(TOKEN).toString('base64').slice(0, 20)}`),
    )
  })

  it('has an error that says so if the branch would become the default of an empty repository', async () => {
    server.git('update-ref', '-d', 'refs/heads/main')
    await expect(publishOne(server)).rejects.toThrow(
      /the repository is empty, and \S+ would become its default/,
    )
  })

  it('has an error with the reason if the job is cancelled', async () => {
    const cancelled = new AbortController()
    server.intercept = (request) => {
      if (!request.url?.includes('receive-pack')) return false
      cancelled.abort(new Error('the job was cancelled (SIGINT)'))
      return true // and never answers
    }
    await expect(publishOne(server, {}, { signal: cancelled.signal })).rejects.toThrow(
      'the job was cancelled',
    )
    expect(server.tip(BRANCH)).toBe('')
  })

  it('leaves nothing on disk, like one that succeeds', async () => {
    const scratch = directoryWith()
    await publishOne(server, {}, { scratch })
    server.hook('pre-receive', 'exit 1')
    await publishOne(server, {}, { scratch }).catch(() => undefined)
    expect(readdirSync(scratch)).toEqual([])
  })
})

it('git ignores the user’s hooks, configuration and GIT_ variables', async () => {
  const home = directoryWith({
    '.gitconfig': `[core]\n\thooksPath = ${directoryWith({ 'pre-push': '#!/bin/sh\nexit 1\n' })}\n[url "http://127.0.0.1:9/"]\n\tinsteadOf = http://\n`,
  })
  vi.stubEnv('HOME', home)
  vi.stubEnv('GIT_DIR', '/nowhere')
  vi.stubEnv('GIT_TRACE_CURL', join(home, 'trace'))
  await publishOne(server)
  expect(readdirSync(home)).toEqual(['.gitconfig'])
  expect(runsOf()).toHaveLength(1)
})

it('git gets the system’s proxies and certificates, but neither secrets nor what would redirect it', () => {
  const system = { PATH: '/bin', https_proxy: 'http://proxy:3128', GIT_SSL_CAINFO: '/etc/ca.pem' }
  const hidden = [
    'INPUT_GITHUB-TOKEN',
    'ACTIONS_RUNTIME_TOKEN',
    'GITHUB_TOKEN',
    'GH_TOKEN',
    'SSH_ASKPASS',
    'GIT_SSH',
  ]
  const env = { ...system, ...Object.fromEntries(hidden.map((name) => [name, 'x'])) }
  const given = gitEnv(env, 'https://github.com/stack/nova', 'YTpi')
  expect(given).toMatchObject({ ...system, GIT_CONFIG_VALUE_0: 'Authorization: basic YTpi' })
  expect(Object.keys(given).filter((name) => hidden.includes(name))).toEqual([])
})

const git = (version: string) => `#!/bin/sh
if [ "$1" = version ]; then echo git version ${version}; exit; fi
echo fatal: odd >&2
exit 128
`
it.each([
  ['is missing', {}, /there is no git on this machine: install git 2\.31 or later/],
  ['is too old', { git: git('2.30.9') }, /git is too old: install git 2\.31 or later/],
  ['is far too old', { git: git('1.32.0') }, /git is too old: install git 2\.31 or later/],
  ['is just new enough, and fails', { git: git('2.31.0') }, /fatal: odd/],
])('a git that %s is told from other faults', async (_, files, words) => {
  const directory = directoryWith(files)
  for (const name of Object.keys(files)) chmodSync(join(directory, name), 0o755)
  vi.stubEnv('PATH', directory)
  await expect(publishOne(server)).rejects.toThrow(words)
})
