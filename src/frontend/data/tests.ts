/**
 * All tests of all runs as one set of columns: a test is an index into them. An object per test
 * would be 340 bytes of heap where the columns take 40.
 */

import { STATUSES } from '../../format/exported.ts'
import type { TestColumns } from '../../format/report.ts'

export interface Tests {
  readonly count: number
  readonly names: readonly string[]
  /** Test → its id in the stream, where that is not the name. */
  readonly ids: ReadonlyMap<number, string>
  /** Index into STATUSES. */
  readonly status: Uint8Array
  /** Microseconds since the epoch (exact in a double); NaN where the stream gave none. */
  readonly start: Float64Array
  /** Microseconds; NaN where the stream gave none. */
  readonly duration: Float64Array
  /** N of the tag `worker-N`; −1 without one. */
  readonly worker: Int32Array
  /** Index into tagSets. */
  readonly tags: Uint32Array
  readonly tagSets: readonly (readonly string[])[]
  /** The first test of each run, and behind the last run the count. */
  readonly runStart: readonly number[]
}

/** Columns of each run in order; null for a run whose columns could not be read: it has no tests here. */
export function joinRuns(runs: readonly (TestColumns | null)[]): Tests {
  const runStart = [0]
  for (const run of runs) runStart.push(runStart[runStart.length - 1] + (run?.names.length ?? 0))
  const count = runStart[runs.length]
  const tests = {
    count,
    names: runs.length === 1 ? (runs[0]?.names ?? []) : runs.flatMap((run) => run?.names ?? []),
    ids: new Map<number, string>(),
    status: new Uint8Array(count),
    start: new Float64Array(count),
    duration: new Float64Array(count),
    worker: new Int32Array(count),
    tags: new Uint32Array(count),
    tagSets: [] as (readonly string[])[],
    runStart,
  }
  runs.forEach((run, i) => {
    if (run !== null) fill(tests, run, runStart[i])
  })
  return tests
}

type Filling = Omit<Tests, 'ids' | 'tagSets'> & {
  readonly ids: Map<number, string>
  readonly tagSets: (readonly string[])[]
}

function fill(tests: Filling, run: TestColumns, at: number): void {
  const firstSet = tests.tagSets.length
  for (const set of run.tagSets) tests.tagSets.push(set)
  const workers = run.tagSets.map(workerOf)
  for (let n = 0; n < run.names.length; n++) {
    const start = run.start[n]
    tests.status[at + n] = run.status[n]
    tests.start[at + n] = start === null ? Number.NaN : run.origin + start
    tests.duration[at + n] = run.duration[n] ?? Number.NaN
    tests.tags[at + n] = firstSet + run.tags[n]
    tests.worker[at + n] = workers[run.tags[n]]
  }
  for (const [n, id] of Object.entries(run.ids)) tests.ids.set(at + Number(n), id)
}

function workerOf(tags: readonly string[]): number {
  for (const tag of tags) {
    const digits = /^worker-(\d{1,6})$/.exec(tag)?.[1]
    if (digits !== undefined) return Number(digits)
  }
  return -1
}

/** Whether the columns are what they must be for the page not to stumble over them later. */
export function columnsFit(run: TestColumns): boolean {
  const columns = [run.names, run.status, run.start, run.duration, run.tags]
  return (
    columns.every((column) => Array.isArray(column) && column.length === run.names.length) &&
    Array.isArray(run.tagSets) &&
    run.tags.every((set) => Array.isArray(run.tagSets[set])) &&
    run.status.every((code) => code in STATUSES) &&
    run.names.every((name) => typeof name === 'string') &&
    typeof run.ids === 'object' &&
    run.ids !== null
  )
}

/** The run a test belongs to. */
export function runOf(tests: Tests, test: number): number {
  let run = 0
  while (tests.runStart[run + 1] <= test) run += 1
  return run
}
