import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { slugOf } from '../../../src/action/site/names.ts'
import { stablePages } from '../../../src/action/site/pages.ts'
import { printRunsFile } from '../../../src/action/site/runs-file.ts'
import type { RunsFile, SiteRun } from '../../../src/format/site.ts'
import { directoryWith } from '../../helpers/directory.ts'
import { GitServer } from '../../helpers/git-server.ts'
import { publishOne, siteRun, TOKEN } from '../../helpers/own-report.ts'

// each publish is a dozen processes
const BRANCH = 'stackviz-reports'
let server: GitServer

beforeEach(async () => {
  server = await GitServer.start(TOKEN)
  server.commit('main', { 'README.md': 'nova' })
})
afterEach(() => server.stop())

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
  it('is made where it is missing, with all that a site has', async () => {
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

  it('stays one commit, by whom a workflow’s token acts', async () => {
    for (const run of [1, 2, 3]) await publishOne(server, { run: { run } })
    expect(server.git('rev-list', '--count', BRANCH)).toBe('1')
    expect(runsOf().map(({ path }) => path)).toEqual(['runs/1-1-unit', 'runs/2-1-unit', 'runs/3-1-unit'])
    expect(server.git('log', '-1', '--format=%cn %s', BRANCH)).toBe(
      'github-actions[bot] Publish runs/3-1-unit',
    )
    expect(server.git('fsck', '--strict', '--no-dangling', BRANCH)).toBe('')
  })

  it('has a report once that is published twice, as after an answer that was lost', async () => {
    await publishOne(server)
    await publishOne(server, { text: 'anew' })
    expect(runsOf()).toHaveLength(1)
    expect(server.read(BRANCH, 'runs/4711-1-unit/index.html')).toContain('anew')
  })

  it('leads from stable addresses to the newest of the default branch and of each pull request', async () => {
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

  it('keeps an app as long as a report refers to it, and the index is the newest’s', async () => {
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

  it('loses what need not stay, directory and all, closed pull requests first', async () => {
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

  it('may be deep in a directory', async () => {
    for (const run of [1, 2]) await publishOne(server, { run: { run } }, { path: ['docs', 'reports'] })
    expect(runsOf(BRANCH, 'docs/reports/runs.json')).toHaveLength(2)
    expect(server.files(BRANCH).filter((path) => !path.startsWith('docs/reports/'))).toEqual(['.nojekyll'])
    expect(server.git('rev-list', '--count', BRANCH)).toBe('1')
  })
})

describe('a branch of our own on which others have committed', () => {
  /** As GitHub does when a domain is set, or a person in the browser. */
  const add = (files: Readonly<Record<string, string>>, message?: string): void => {
    const there = server.tip(BRANCH) === '' ? [] : server.files(BRANCH)
    const kept = there.map((path) => [path, server.git('show', `${BRANCH}:${path}`)])
    server.commit(BRANCH, { ...Object.fromEntries(kept), ...files }, message)
  }
  const count = (): string => server.git('rev-list', '--count', BRANCH)
  /** So many commits that change nothing. */
  const addEmpty = (commits: number): void => {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b']
    for (let i = 0; i < commits; i++) {
      const commit = server.git(...identity, 'commit-tree', `${BRANCH}^{tree}`, '-p', BRANCH, '-m', 'Work')
      server.git('update-ref', `refs/heads/${BRANCH}`, commit)
    }
  }

  it.each([1, 2, 99])('is one commit again, with their files, after %i of them', async (commits) => {
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

  it('is one commit again where an earlier version of this has put its own on top of theirs', async () => {
    await publishOne(server, { run: { run: 1 } })
    add({ CNAME: 'a.example' })
    add({}, 'Publish runs/2-1-unit\n\nPublished-by: stackviz-action\n')
    await publishOne(server, { run: { run: 3 } })
    expect([count(), server.read(BRANCH, 'CNAME')]).toEqual(['1', 'a.example'])
  })

  it('keeps their commits where they are more than are looked through, or other work came in', async () => {
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

  it('loses nothing that is committed while a report is on its way', async () => {
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

describe('a branch that others write to', () => {
  const OTHERS = { 'index.html': 'docs', 'api/a.html': 'a', 'täst/ü.html': 'ü' }

  it('keeps their commits and files, and gets a commit on top for each report', async () => {
    server.commit('gh-pages', { 'index.html': 'first' })
    const theirs = server.commit('gh-pages', OTHERS)
    for (const run of [1, 2]) await publishOne(server, { run: { run } }, { branch: 'gh-pages', path: ['ci'] })
    server.commit('gh-pages', { ...treeOf('gh-pages'), 'api/b.html': 'b' })
    await publishOne(server, { run: { run: 3 } }, { branch: 'gh-pages', path: ['ci'] })
    expect(server.git('rev-list', '--count', 'gh-pages')).toBe('6')
    expect(server.git('merge-base', '--is-ancestor', theirs, 'gh-pages')).toBe('')
    const others = server.git('-c', 'core.quotepath=false', 'ls-tree', '-r', '--name-only', 'gh-pages')
    // and no .nojekyll: theirs may be a site that Jekyll builds
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

  it('is not written over where a site of somebody else’s is', async () => {
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

  it('is not written to where the path is a file', async () => {
    server.commit('gh-pages', { ci: 'a file' })
    await expect(publishOne(server, {}, { branch: 'gh-pages', path: ['ci'] })).rejects.toThrow(
      'gh-pages:ci is not a directory: set path to a directory of its own',
    )
  })

  it('is known for theirs by our commit, and its past is not asked for again', async () => {
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

  it('that force-pushed over ours is taken as it is', async () => {
    await publishOne(server, { run: { run: 1 } })
    server.git('update-ref', '-d', `refs/heads/${BRANCH}`)
    server.commit(BRANCH, { 'x.txt': 'x' })
    await publishOne(server, { run: { run: 2 } })
    expect(server.git('rev-list', '--count', BRANCH)).toBe('2')
    expect(runsOf()).toHaveLength(1)
    expect(server.files(BRANCH)).toContain('x.txt')
  })
})

describe('a list of reports', () => {
  /** As the branch is, but for these files; null: without it. */
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
    // published in another order than their directories stand in the tree
    await publishOne(server, { run: { run: 20, name: 'nightly / unit', published: times[0] } })
    await publishOne(server, { run: { run: 3, pull: 7, branch: 'a:fix', commit: null, published: times[1] } })
    await publishOne(server, { run: { run: 10, duration: null, published: times[2] }, app: 'a2' })
  }
  const LAST = { run: 30, published: '2026-03-01T14:00:00Z' }

  const text = (): string => server.read(BRANCH, 'runs.json')
  const broken: [string, () => string | null, string][] = [
    ['missing', () => null, 'is missing'],
    ['cut off', () => text().slice(0, -100), 'is damaged ('],
    ['empty', () => '', 'is damaged ('],
    ['something else', () => '["a"]', 'is damaged (it is not a list of reports)'],
    [
      'of strange reports',
      () => text().replace('"path":"runs/3', '"path":"../3'),
      'is damaged (report 1 is not in the expected form)',
    ],
    [
      'of reports that the index cannot show',
      () => text().replace(/"counts":\{[^}]*\}/, '"counts":null'),
      'is damaged (report 1 is not in the expected form)',
    ],
  ]
  it.each(broken)('that is %s is rebuilt as it was from what the reports tell', async (_, damage, words) => {
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

  it('is fetched anew in two fetches, however many reports there are', async () => {
    await publishThree()
    change({ 'runs.json': '{' })
    const { length } = server.requests
    await publishOne(server, { run: LAST })
    const asked = server.requests.slice(length).filter(({ path }) => path.endsWith('/git-upload-pack'))
    // the tip, the commits below it and the list, as ever, and what the reports tell: directories, files
    expect(asked).toHaveLength(4 + 2)
  })

  it('is rebuilt without what cannot be read, which is named and stays with its app', async () => {
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

  it('is rebuilt with stable addresses that lead to what is left', async () => {
    await publishThree()
    await publishOne(server, { run: { run: 25 } })
    const own = server.files(BRANCH).filter((path) => path.startsWith('runs/25-1-unit/'))
    expect(server.read(BRANCH, 'latest/unit/index.html')).toContain('/runs/25-1-unit/')
    // by somebody who wants that report gone
    change({ 'runs.json': null, ...Object.fromEntries(own.map((path) => [path, null])) })
    await publishOne(server, { run: { ...LAST, name: 'docs' } })
    expect(server.read(BRANCH, 'latest/unit/index.html')).toContain('/runs/10-1-unit/')
  })

  it('is rebuilt without apps and addresses of reports that are gone', async () => {
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

  it('is rebuilt without addresses of what goes meanwhile, and with those of what is not listed', async () => {
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

  it('is without a report whose directory somebody has deleted, and so are app and addresses', async () => {
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

  it('knows the default branch where GitHub does not tell it any more', async () => {
    await publishThree()
    change({ 'runs.json': null })
    const site = { repository: 'stack/nova', server: 'https://github.com', defaultBranch: null }
    const { file } = await publishOne(server, { run: LAST, site })
    expect(file.defaultBranch).toBe('main')
  })

  const NEWER = '{"version":2,"runs":[]}'
  it.each([
    ['', { 'runs.json': NEWER }, /^Error: runs\.json on the branch \S+ is of version 2, and this version/],
    [
      ', as a report beside it tells,',
      { 'runs.json': NEWER.slice(0, -1), 'runs/3-1-unit/runs.json': NEWER },
      /^Error: stackviz-reports:runs\/3-1-unit\/runs\.json is of version 2, and this version/,
    ],
  ])('that is newer%s is not written over', async (_, files, words) => {
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
      'a list',
      { 'runs.json': '{"runs":[]}' },
      /is damaged \(.*\), and no directory beside it describes a report: restore/,
    ],
    [
      'a list and runs',
      { 'runs.json': '{}', 'runs/1/x': 'x' },
      /no directory beside it describes a report: restore/,
    ],
    [
      'runs',
      { 'runs/1-1-unit/x': 'x' },
      /has runs, and no runs\.json beside it: something else put it there/,
    ],
    [
      'a file runs',
      { runs: 'a text with no end' },
      /has runs, and no runs\.json beside it: something else put it there/,
    ],
  ]
  it.each(strange)('that nothing proves ours is not written over: %s', async (_, files, words) => {
    server.commit(BRANCH, files)
    const tip = server.tip(BRANCH)
    await expect(publishOne(server)).rejects.toThrow(words)
    expect(server.tip(BRANCH)).toBe(tip)
  })
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

  it('for the fiftieth report is at most twice what it is for the second, and no blob but the list', async () => {
    const bytes: number[] = []
    for (const before of [1, 49]) {
      const runs = Array.from({ length: before }, (_, i) => runAt(i + 1))
      if (server.tip(BRANCH) !== '') server.git('update-ref', '-d', `refs/heads/${BRANCH}`)
      server.commit(BRANCH, filesOf(runs))
      const { length } = server.requests
      await publishOne(server, { run: runAt(before + 1) })
      expect(runsOf()).toHaveLength(before + 1)
      // two fetches and a push: nothing that git would want on its way
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
  /** A branch with a report of each of so many pull requests, and of the default branch. */
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

  it('of a report is as much on a large site as on a small one', async () => {
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

  it('are stable addresses that somebody removed, too', async () => {
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

  it('are those of another default branch, and those of the one before are gone', async () => {
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

describe('a push that is refused', () => {
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
      /too large for a branch: lower report-max-size/,
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
  it.each(hooks)('by a hook that says %s has its remedy', async (script, words) => {
    server.hook('pre-receive', script)
    await expect(publishOne(server)).rejects.toThrow(words)
    expect(server.tip(BRANCH)).toBe('')
  })

  const answers: [number, boolean, RegExp][] = [
    [403, false, /returned error: 403: give the job `permissions: \{ contents: write \}`/],
    [403, true, /403: pull requests from forks .* docs\/forks\.md/],
    [404, false, /the token does not reach the repository/],
    [401, false, /the token has expired or is not valid/],
    [503, false, /503: run the job again later/],
  ]
  it.each(answers)('with %i, readOnly %j, has its remedy', async (status, readOnly, words) => {
    server.intercept = (request, response) => {
      if (!request.url?.includes('receive-pack')) return false
      response.writeHead(status, { 'content-length': '0' }).end()
      return true
    }
    await expect(publishOne(server, {}, { readOnly })).rejects.toThrow(words)
  })

  it('once by a server that stumbles is tried again', async () => {
    let stumbles = 2
    server.intercept = (_, response) => {
      if (stumbles-- <= 0) return false
      response.destroy()
      return true
    }
    await publishOne(server)
    expect(runsOf()).toHaveLength(1)
  })

  it.each(['nova', 'archived-docs'])('where nobody listens says so, for %s', async (name) => {
    const remote = `http://127.0.0.1:9/stack/${name}`
    await expect(publishOne(server, {}, { remote })).rejects.toThrow(
      /Failed to connect.*: run the job again later/,
    )
  })

  it('with a wrong token tells nobody the token', async () => {
    const error = await publishOne(server, {}, { token: `${TOKEN}x` }).catch((thrown: unknown) => thrown)
    expect(String(error)).toMatch(/the token has expired or is not valid/)
    expect(inspect(error)).not.toMatch(
      new RegExp(`${TOKEN}|${Buffer.from(TOKEN).toString('base64').slice(0, 20)}`),
    )
  })

  it('of an empty repository is not made its default branch', async () => {
    server.git('update-ref', '-d', 'refs/heads/main')
    await expect(publishOne(server)).rejects.toThrow(
      /the repository is empty, and \S+ would become its default/,
    )
  })

  it('when the job is cancelled ends with that', async () => {
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

  it('leaves nothing on disk', async () => {
    const scratch = directoryWith()
    await publishOne(server, {}, { scratch })
    server.hook('pre-receive', 'exit 1')
    await publishOne(server, {}, { scratch }).catch(() => undefined)
    expect(readdirSync(scratch)).toEqual([])
  })
})

it('git does nothing of its user’s: no hooks, no configuration, no other place', async () => {
  const home = directoryWith({
    '.gitconfig': `[core]\n\thooksPath = ${directoryWith({ 'pre-push': '#!/bin/sh\nexit 1\n' })}\n[url "http://127.0.0.1:9/"]\n\tinsteadOf = http://\n`,
  })
  vi.stubEnv('HOME', home)
  vi.stubEnv('GIT_DIR', '/nowhere')
  vi.stubEnv('GIT_TRACE_CURL', join(home, 'trace'))
  await publishOne(server)
  vi.unstubAllEnvs()
  expect(readdirSync(home)).toEqual(['.gitconfig'])
  expect(runsOf()).toHaveLength(1)
})
