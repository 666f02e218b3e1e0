import { expect, it } from 'vitest'
import { excessInWords, planSite } from '../../../src/action/site/plan.ts'
import type { RunsFile, SiteRun } from '../../../src/format/site.ts'
import { ownReport, siteRun } from '../../helpers/own-report.ts'

/** The list of reports after publishing these in their order. */
async function published(...runs: readonly Partial<SiteRun>[]): Promise<readonly SiteRun[]> {
  let file: RunsFile | null = null
  for (const run of runs) file = (await planSite(file, ownReport({ run: siteRun(run) }))).file
  return file?.runs ?? []
}

const linesOf = (runs: readonly SiteRun[]): string[] =>
  runs.map(({ path, name, title }) => [path, name, title].join(' '))

it('jobs whose reports have one name get separate places; a job’s next report replaces its last', async () => {
  expect(
    linesOf(
      await published(
        { job: 1, title: 'first' },
        { job: 2, title: 'second' },
        { job: 3, title: 'third' },
        { job: 2, title: 'second again' },
      ),
    ),
  ).toEqual([
    'runs/4711-1-unit unit first',
    'runs/4711-1-unit-3 unit-3 third',
    'runs/4711-1-unit-2 unit-2 second again',
  ])
})

it('a report without a job number replaces the one of its name, and is replaced by it', async () => {
  expect(linesOf(await published({ job: 1, title: 'a' }, { title: 'b' }))).toEqual([
    'runs/4711-1-unit unit b',
  ])
  expect(linesOf(await published({ title: 'a' }, { job: 1, title: 'b' }))).toEqual([
    'runs/4711-1-unit unit b',
  ])
})

it('reports are sorted by workflow run and attempt, whatever was published last', async () => {
  const paths = await published({ run: 100, attempt: 2 }, { run: 300 }, { run: 200 }, { run: 100 })
  expect(paths.map(({ run, attempt }) => [run, attempt])).toEqual([
    [100, 1],
    [100, 2],
    [200, 1],
    [300, 1],
  ])
})

it('an old commit’s tests that end late are not the newest, although the workflow run that publishes them is', async () => {
  const reports = await published(
    { run: 500, follows: 200, title: 'new commit' },
    { run: 700, follows: 100, title: 'old commit, tested again' },
    { run: 600, follows: 100, title: 'old commit' },
    { run: 150, title: 'in between' },
  )
  expect(reports.map(({ title }) => title)).toEqual([
    'old commit',
    'old commit, tested again',
    'in between',
    'new commit',
  ])
})

it('reports of closed pull requests make room first, which are asked for only if room is needed', async () => {
  const asked: (readonly number[])[] = []
  const closedOf = (pulls: readonly number[]): Promise<ReadonlySet<number>> => {
    asked.push(pulls)
    return Promise.resolve(new Set([8]))
  }
  const runs = [
    siteRun({ run: 1, branch: 'a', pull: 7, size: 1e6 }),
    siteRun({ run: 2, branch: 'b', pull: 8, size: 1e6 }),
    siteRun({ run: 3, branch: 'c', size: 1e6 }),
  ]
  const before: RunsFile = { version: 1, repository: '', server: '', defaultBranch: 'main', runs }
  const keptWith = async (keepSize: number): Promise<number[]> => {
    const limits = { keepRuns: 50, keepDays: null, keepSize }
    const { file } = await planSite(before, ownReport({ run: { run: 4 }, limits, closedOf }))
    return file.runs.map(({ run }) => run)
  }
  expect(await keptWith(4e6)).toEqual([1, 2, 3, 4])
  expect(asked).toEqual([])
  expect(await keptWith(2.5e6)).toEqual([1, 3, 4])
  expect(asked).toEqual([[7, 8]])
  const unasked = { ...before, runs: [runs[2]] }
  const limits = { keepRuns: 50, keepDays: null, keepSize: 1e6 }
  const { removed } = await planSite(unasked, ownReport({ run: { run: 4 }, limits, closedOf }))
  expect([removed.length, asked.length]).toEqual([1, 1])
})

it('a site has the job’s facts, but keeps its default branch if GitHub does not name one', async () => {
  const site = { repository: 'stack/nova', server: 'https://github.com' }
  const before: RunsFile = { version: 1, repository: 'old', server: 'old', defaultBranch: 'trunk', runs: [] }
  const planned = async (named: string | null, file: RunsFile | null) =>
    (await planSite(file, ownReport({ site: { ...site, defaultBranch: named } }))).file
  expect(await planned('main', before)).toMatchObject({ ...site, defaultBranch: 'main' })
  expect(await planned(null, before)).toMatchObject({ ...site, defaultBranch: 'trunk' })
  expect(await planned(null, null)).toMatchObject({ ...site, defaultBranch: null })
})

it('what a later version has added to the list stays', async () => {
  const more = { added: [1] }
  const old = { ...siteRun({ run: 1 }), ...more }
  const before = { version: 0, repository: '', server: '', defaultBranch: 'main', runs: [old], ...more }
  const { file } = await planSite(before, ownReport())
  expect(file).toMatchObject({ version: 1, ...more, runs: [old, { run: 4711 }] })
})

it('a site’s size is that of its reports, of the index, and of an app for each version', async () => {
  const runs = [siteRun({ run: 1, app: 'old' })]
  const before: RunsFile = { version: 1, repository: '', server: '', defaultBranch: 'main', runs }
  const { size, file } = await planSite(before, ownReport())
  const [old, own] = file.runs
  const index = '<!doctype html><script>// a1 index</script>'
  expect(size).toBe(old.size + own.size + 2 * '// a1/* a1 */'.length + index.length)
})

it('a site that is too large though nothing more may be removed says what to do', async () => {
  const runs = ['a', 'b', 'c'].map((name, n) => siteRun({ run: n + 1, name, size: 500 }))
  const before = { version: 1, repository: '', server: '', defaultBranch: 'main', runs }
  const wordsAt = async (keepSize: number) => {
    const limits = { keepRuns: 50, keepDays: null, keepSize }
    return excessInWords(await planSite(before, ownReport({ limits })), keepSize)
  }
  expect(await wordsAt(1200)).toMatch(
    /^only the newest report .* are left; delete those of jobs that are gone/,
  )
  expect(await wordsAt(1e6)).toBeNull()
})
