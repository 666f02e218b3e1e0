/** What the timeline draws: the rows of the runs that are shown, over the time that they took. */

import type { DrawnTests } from '../data/tests.ts'
import { buildPyramid, filterPyramid, type Pyramid, type Pyramids, type Span, upper } from './pyramid.ts'
import { endOf, packLane, type Row, testAt } from './rows.ts'

export interface Model {
  readonly tests: DrawnTests
  readonly runs: readonly number[]
  /** Lane by lane, those of a run together. */
  readonly rows: readonly Row[]
  /** From the first start to the last end; what starts last has a part in it even if it takes no time. */
  readonly whole: Span
  /** The same of each run. */
  readonly wholes: ReadonlyMap<number, Span>
}

/** Null where no test of the runs has times. */
export function buildModel(tests: DrawnTests, runs: readonly number[]): Model | null {
  const rows = tests.lanes.flatMap((lane, index) =>
    runs.includes(lane.run) && lane.end > lane.first ? packLane(tests, lane, index) : [],
  )
  if (rows.length === 0) return null
  const runOfRow = ({ lane }: Row): number => tests.lanes[lane].run
  const wholes = [...new Set(rows.map(runOfRow))].map((run): [number, Span] => [
    run,
    wholeOf(
      tests,
      rows.filter((row) => runOfRow(row) === run),
    ),
  ])
  return { tests, runs, rows, whole: wholeOf(tests, rows), wholes: new Map(wholes) }
}

function wholeOf(tests: DrawnTests, rows: readonly Row[]): Span {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const row of rows) {
    from = Math.min(from, tests.start[testAt(row, 0)])
    to = Math.max(to, lastEnd(tests, row), tests.start[testAt(row, row.count - 1)] + 1)
  }
  // a run of one moment still has a width
  return { from, to: Math.max(to, from + 1000) }
}

/** Of a row's run the whole: before and behind it no worker was idle, there was none. */
export const wholeOfRun = ({ tests, wholes }: Model, { lane }: Row): Span =>
  wholes.get(tests.lanes[lane].run) as Span // each row's run has one

/** Rows do not overlap, so their last test ends last; the one that takes the rest is looked through. */
function lastEnd(tests: DrawnTests, row: Row): number {
  let last = Number.NEGATIVE_INFINITY
  const from = row.tests === null ? row.count - 1 : 0
  for (let i = from; i < row.count; i++) last = Math.max(last, endOf(tests, testAt(row, i)))
  return last
}

export const buildPyramids = ({ tests, rows, whole }: Model): Pyramids =>
  rows.map((row) => {
    let built: Pyramid | null = null
    return () => (built ??= buildPyramid(tests, row, whole))
  })

/**
 * Those pyramids with what the filter does not want dimmed: only from the level on that is asked for, as of
 * each letter of a search, and anew where a finer one is.
 */
export const filterPyramids = (
  { tests, rows, whole }: Model,
  pyramids: Pyramids,
  matches: Uint8Array,
): Pyramids =>
  rows.map((row, i) => {
    let [from, built]: [number, Pyramid | null] = [0, null]
    return (level) => {
      if (built === null || level < from) {
        built = filterPyramid(upper(pyramids[i](level), level), tests, row, whole, matches)
        from = level
      }
      return built
    }
  })

/**
 * Runs that are shown together at first: all, if they ran at about the same time (shards of one job).
 * Otherwise the time between them would be all that is seen: then the last one that failed, or the last.
 */
export function runsAtFirst(spans: readonly (Span | null)[], failed: readonly boolean[]): readonly number[] {
  const known = spans.flatMap((span, run) => (span === null ? [] : [{ ...span, run }]))
  const all = known.map(({ run }) => run)
  if (known.length < 2) return all
  const from = Math.min(...known.map((span) => span.from))
  const to = Math.max(...known.map((span) => span.to))
  const sum = known.reduce((total, span) => total + span.to - span.from, 0)
  if (to - from <= 2 * sum) return all
  return [all.findLast((run) => failed[run]) ?? all[all.length - 1]]
}
