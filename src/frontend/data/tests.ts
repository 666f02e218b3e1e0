/**
 * All tests of all runs as one set of columns: a test is an index into them. They are ordered by run, lane
 * and start, as in format/columns.ts. An object per test would take 340 bytes of heap where the columns
 * take some 60.
 */

import type { ColumnsHeader } from '../../format/columns.ts'
import { type DrawnArrays, type DrawnBlock, fillDrawn } from './columns.ts'
import { findName, idAt, nameAt, type RunNames } from './names.ts'
import { lastOf } from './numbers.ts'

/** The part of the tests that drawing needs; it arrives first. */
export interface DrawnTests extends DrawnArrays {
  readonly count: number
  /** The first test of each run, then the count. */
  readonly runStart: readonly number[]
  readonly lanes: readonly Lane[]
}

/** Tests of one worker, ascending by start; they may overlap. */
export interface Lane {
  readonly run: number
  /** N of the tag `worker-N`; null for tests without a worker. */
  readonly worker: number | null
  readonly first: number
  /** Exclusive. */
  readonly end: number
}

/**
 * Joins the blocks of the runs. A run that could not be read (null) has no tests here. If a block is
 * damaged, `onFault` is called, and its tests have no times.
 */
export function joinRuns(
  runs: readonly (DrawnBlock | null)[],
  onFault: (run: number, error: unknown) => void,
): DrawnTests {
  const runStart = [0]
  for (const run of runs) runStart.push(runStart[runStart.length - 1] + (run?.header.count ?? 0))
  const count = runStart[runs.length]
  const tests = {
    count,
    runStart,
    lanes: [] as Lane[],
    status: new Uint8Array(count),
    start: new Float64Array(count),
    duration: new Float64Array(count),
  }
  runs.forEach((block, run) => {
    if (block === null) return
    try {
      fillDrawn(block, tests, runStart[run])
      tests.lanes.push(...lanesOf(block.header, run, runStart[run]))
    } catch (error) {
      tests.start.fill(Number.NaN, runStart[run], runStart[run + 1])
      tests.duration.fill(Number.NaN, runStart[run], runStart[run + 1])
      onFault(run, error)
    }
  })
  return tests
}

function lanesOf({ lanes }: ColumnsHeader, run: number, first: number): Lane[] {
  let at = first
  return lanes.map(({ worker, tests }) => {
    const lane = { run, worker, first: at, end: at + tests }
    at += tests
    return lane
  })
}

/** The tests with their names. */
export class Tests implements DrawnTests {
  readonly count: number
  readonly runStart: readonly number[]
  readonly lanes: readonly Lane[]
  readonly status: Uint8Array
  readonly start: Float64Array
  readonly duration: Float64Array
  /** One per run; null if they could not be read. */
  readonly names: readonly (RunNames | null)[]
  private readonly workers: readonly (readonly number[])[]

  constructor(drawn: DrawnTests, names: readonly (RunNames | null)[]) {
    this.count = drawn.count
    this.runStart = drawn.runStart
    this.lanes = drawn.lanes
    this.status = drawn.status
    this.start = drawn.start
    this.duration = drawn.duration
    this.names = names
    this.workers = names.map((run) => run?.tagSets.map(workerOf) ?? [])
  }

  name(test: number): string {
    const { names, n } = this.at(test)
    return names === null ? '(name not read)' : nameAt(names, n)
  }

  /** Whether its name is known: a run's names may be damaged although its times are not. */
  isNamed(test: number): boolean {
    return this.at(test).names !== null
  }

  /** The id in the stream; undefined if it equals the name, or is unknown. */
  id(test: number): string | undefined {
    const { names, n } = this.at(test)
    return names === null ? undefined : idAt(names, n)
  }

  /** Its index in its run's raw, details and index; −1 if unknown. */
  raw(test: number): number {
    const { names, n } = this.at(test)
    return names === null ? -1 : names.raw[n]
  }

  tags(test: number): readonly string[] {
    const { names, n } = this.at(test)
    return names === null ? [] : names.tagSets[names.tags[n]]
  }

  /** N of the tag `worker-N`; −1 without one. */
  worker(test: number): number {
    const { names, n, run } = this.at(test)
    return names === null ? -1 : this.workers[run][names.tags[n]]
  }

  /** Whether two tests of one run have the same class. */
  isOneClass(one: number, other: number): boolean {
    const { names, n } = this.at(one)
    return names !== null && names.classOf[n] === names.classOf[n + other - one]
  }

  /** A run's tests of this name, in the order of raw. */
  find(run: number, name: string): number[] {
    const names = this.names[run] ?? null
    if (names === null) return []
    const found = findName(names, name).sort((a, b) => names.raw[a] - names.raw[b])
    return found.map((n) => this.runStart[run] + n)
  }

  private at(test: number): { names: RunNames | null; n: number; run: number } {
    const run = runOf(this, test)
    return { names: this.names[run] ?? null, n: test - this.runStart[run], run }
  }
}

function workerOf(tags: readonly string[]): number {
  for (const tag of tags) {
    const digits = /^worker-(\d{1,6})$/.exec(tag)?.[1]
    if (digits !== undefined) return Number(digits)
  }
  return -1
}

/** The run a test belongs to. */
export function runOf({ runStart }: Pick<DrawnTests, 'runStart'>, test: number): number {
  return lastOf(runStart.length - 1, (run) => runStart[run] <= test)
}
