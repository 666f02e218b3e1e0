/** A published site of 200 generated reports with known changes between them. */

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Status } from '../../src/format/exported.ts'
import { columnsFile, RUNS_FILE, type RunsFile, SITE_VERSION, type SiteRun } from '../../src/format/site.ts'
import { writeColumnParts } from './columns-writer.ts'
import { numbers } from './random.ts'

/** An execution of a test, in a form for both streams and columns. */
export interface Execution {
  readonly id: string
  readonly status: Status
  readonly tags: readonly string[]
  /** Start in seconds after the run's, and duration in seconds. */
  readonly start: number
  readonly seconds: number
}

/** 2026-11-01 06:00:00 UTC. */
const FIRST = 1_793_512_800
const HOUR = 3600
const TESTS = 300
/** Commits of the default branch. Most changes are in the last one; FIXED fails in the one before. */
const COMMITS = 40

/** Only these tests may be reported. */
export const FLAKY = ['nova.tests.TestFlaky.test_by_rerun', 'nova.tests.TestFlaky.test_by_retry']
export const SLOWER = ['nova.tests.TestPace.test_slower_by_9', 'nova.tests.TestPace.test_slower_by_2']
export const FASTER = ['nova.tests.TestPace.test_faster']
export const BROKEN = 'nova.tests.TestState.test_broken'
export const FIXED = 'nova.tests.TestState.test_fixed'
export const ADDED = 'nova.tests.TestState.test_added'
export const REMOVED = 'nova.tests.TestState.test_removed'
/** Fails from some commit on, because the code changed. */
export const STILL = 'nova.tests.TestState.test_still_failing'

/** Tests of the job `unit` at a commit, 1 to COMMITS; `attempt`: of the workflow run. */
export function unitTests(commit: number, attempt = 1): Execution[] {
  const random = numbers(commit * 10 + attempt)
  const isLast = commit === COMMITS
  const vary = (seconds: number): number => seconds * (0.97 + 0.06 * random())
  const special: [string, number, Status?][] = [
    [SLOWER[0], isLast ? 12 : vary(3)],
    [SLOWER[1], isLast ? 4 : vary(2)],
    [FASTER[0], isLast ? 1 : vary(5)],
    // not to be reported: slower by less than a fifth, by less than half a second, or with unsteady times
    ['nova.tests.TestPace.test_long', isLast ? 57 : vary(50)],
    ['nova.tests.TestPace.test_short', isLast ? 0.4 : vary(0.1)],
    ['nova.tests.TestPace.test_unsteady', isLast ? 9 : 2 + 6 * random()],
    [BROKEN, vary(1), isLast ? 'fail' : 'success'],
    [FIXED, vary(1), commit === COMMITS - 1 ? 'fail' : 'success'],
    [STILL, vary(1), commit > COMMITS - 8 ? 'fail' : 'success'],
    [FLAKY[0], vary(1), commit === COMMITS - 5 && attempt === 1 ? 'fail' : 'success'],
    ...(commit === COMMITS - 3 ? [[FLAKY[1], vary(1), 'fail'] as [string, number, Status]] : []),
    [FLAKY[1], vary(1)],
    isLast ? [ADDED, vary(1)] : [REMOVED, vary(1)],
  ]
  const usual = Array.from({ length: TESTS }, (_, n): [string, number, Status?] => [
    `nova.tests.unit.test_${n % 20}.TestCase.test_${n}`,
    vary(0.2 + (n % 37) / 10),
    n % 50 === 49 ? 'skip' : 'success',
  ])
  return onWorkers([...special, ...usual])
}

function onWorkers(tests: readonly [string, number, Status?][]): Execution[] {
  const ends = [0, 0, 0, 0]
  const ended = new Map<string, number>()
  return tests.map(([id, seconds, status = 'success']) => {
    const worker = ends.indexOf(Math.min(...ends))
    // a retry begins a moment after the test has failed
    const start = Math.max(ends[worker], ended.get(id) ?? 0)
    ends[worker] = start + seconds
    ended.set(id, ends[worker] + 0.2)
    return { id, status, tags: [`worker-${worker}`], start, seconds }
  })
}

export interface GeneratedRun {
  readonly run: SiteRun
  readonly tests: readonly Execution[]
}

/** `unit` and `functional`, 41 runs each on main (one commit has two attempts), 59 on pull requests. */
export function generateRuns(): GeneratedRun[] {
  const runs: GeneratedRun[] = []
  let time = FIRST
  const add = (
    where: Pick<SiteRun, 'branch' | 'pull' | 'commit'>,
    attempt: number,
    tests: Execution[],
  ): void => {
    const number = 9_000 + Math.floor(runs.length / 2)
    for (const name of ['functional', 'unit']) {
      const of =
        name === 'unit' ? tests : tests.filter(({ id }) => !id.includes('TestState') && !id.includes('Flaky'))
      runs.push({ run: siteRun({ ...where, name, attempt, number, time }, of), tests: of })
    }
    time += HOUR
  }
  for (let commit = 1; commit <= COMMITS; commit++) {
    for (let push = 0; push < (commit === COMMITS ? 1 : commit % 2 === 0 ? 2 : 1); push++) {
      const pull = 800 + Math.floor(commit / 2)
      add(
        { branch: `topic-${pull}`, pull, commit: sha(1000 + commit * 10 + push) },
        1,
        unitTests(Math.min(commit, COMMITS - 1)),
      )
    }
    const where = { branch: 'main', pull: null, commit: sha(commit) }
    add(where, 1, unitTests(commit))
    if (commit === COMMITS - 5) add(where, 2, unitTests(commit, 2))
  }
  return runs
}

export const sha = (seed: number): string => seed.toString(16).padStart(4, '0').repeat(10)

interface Place extends Pick<SiteRun, 'branch' | 'pull' | 'commit' | 'name' | 'attempt'> {
  readonly number: number
  readonly time: number
}

function siteRun({ number, time, ...place }: Place, tests: readonly Execution[]): SiteRun {
  const count = (...statuses: readonly Status[]): number =>
    tests.filter(({ status }) => statuses.includes(status)).length
  const failed = count('fail')
  const ends = tests.map(({ start, seconds }) => start + seconds)
  return {
    ...place,
    path: `runs/${number}-${place.attempt}-${place.name}`,
    title: `nova ${place.name}`,
    workflow: 'CI',
    run: number,
    event: place.pull === null ? 'push' : 'pull_request',
    published: `${new Date(time * 1000).toISOString().slice(0, 19)}Z`,
    conclusion: failed > 0 ? 'failure' : 'success',
    counts: { tests: tests.length, passed: count('success'), failed, skipped: count('skip') },
    duration: Math.max(...ends),
    columns: 1,
    size: 20_000,
    app: 'x',
  }
}

export function packColumns(tests: readonly Execution[], from = FIRST): Buffer {
  const { drawn, named } = writeColumnParts(
    tests.map(({ id, status, tags, start, seconds }) => ({
      name: id,
      status,
      tags,
      start: Math.round((from + start) * 1e6),
      duration: Math.round(seconds * 1e6),
    })),
  )
  return gzipSync(Buffer.concat([drawn, named]), { level: 1 })
}

export const runsFile = (runs: readonly SiteRun[], more: Partial<RunsFile> = {}): RunsFile => ({
  version: SITE_VERSION,
  repository: 'openstack/nova',
  server: 'https://github.com',
  defaultBranch: 'main',
  runs,
  ...more,
})

/** Writes a site's index as a publisher does. `frontend`: the directory of the built pages. */
export async function writeIndex(directory: string, frontend: string, runs: unknown): Promise<void> {
  const version = (await readFile(join(frontend, 'site/app/version'), 'utf8')).trim()
  await mkdir(directory, { recursive: true })
  await cp(join(frontend, 'site/app'), join(directory, 'app', version), { recursive: true })
  await cp(join(frontend, 'site/index.html'), join(directory, 'index.html'))
  await writeFile(join(directory, RUNS_FILE), typeof runs === 'string' ? runs : JSON.stringify(runs))
}

/** Writes the index, and the columns of each report. */
export async function writeSite(directory: string, frontend: string): Promise<readonly GeneratedRun[]> {
  const generated = generateRuns()
  await writeIndex(directory, frontend, runsFile(generated.map(({ run }) => run)))
  for (const { run, tests } of generated) {
    await mkdir(join(directory, run.path), { recursive: true })
    await writeFile(join(directory, run.path, columnsFile(0)), packColumns(tests))
  }
  return generated
}
