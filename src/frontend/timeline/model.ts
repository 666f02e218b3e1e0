/** What the timeline draws: the rows of the runs shown, and the time that they span. */

import type { Manifest } from '../../format/report.ts'
import { areApart, spansOf, worstFirst } from '../data/run-order.ts'
import type { Span } from '../data/span.ts'
import type { DrawnTests } from '../data/tests.ts'
import { buildPyramid, filterPyramid, type Pyramid, type Pyramids, upper } from './pyramid.ts'
import { endBy, isCrowded, packLane, type Row, testAt } from './rows.ts'

export interface Model {
  readonly tests: DrawnTests
  readonly runs: readonly number[]
  /** Lane by lane; the lanes of a run are together. */
  readonly rows: readonly Row[]
  /** Whether more tests ran at once than there are rows, since those of a lane's last row overlap. */
  readonly crowded: boolean
  /** From the first start to the last end. A test that starts at the very end is inside, even if empty. */
  readonly whole: Span
  /** The same for each run. */
  readonly wholes: ReadonlyMap<number, Span>
  /** The last end of each run, until which a worker may be idle: `wholes` may be a little longer. */
  readonly ends: ReadonlyMap<number, number>
}

/** Null if no test of the runs has times. */
export function buildModel(tests: DrawnTests, runs: readonly number[]): Model | null {
  const rows = tests.lanes.flatMap((lane, index) =>
    runs.includes(lane.run) && lane.end > lane.first ? packLane(tests, lane, index) : [],
  )
  if (rows.length === 0) return null
  const runOfRow = ({ lane }: Row): number => tests.lanes[lane].run
  const wholes = new Map<number, Span>()
  const ends = new Map<number, number>()
  for (const run of new Set(rows.map(runOfRow))) {
    const own = rows.filter((row) => runOfRow(row) === run)
    wholes.set(run, wholeOf(tests, own))
    ends.set(run, endOfAll(tests, own))
  }
  const crowded = rows.some((row) => isCrowded(row, tests))
  return { tests, runs, rows, crowded, whole: wholeOf(tests, rows), wholes, ends }
}

function wholeOf(tests: DrawnTests, rows: readonly Row[]): Span {
  let [from, to] = [Number.POSITIVE_INFINITY, endOfAll(tests, rows)]
  for (const row of rows) {
    from = Math.min(from, tests.start[testAt(row, 0)])
    to = Math.max(to, tests.start[testAt(row, row.count - 1)] + 1)
  }
  // a run without duration still has a width
  return { from, to: Math.max(to, from + 1000) }
}

const endOfAll = (tests: DrawnTests, rows: readonly Row[]): number =>
  rows.reduce((end, row) => Math.max(end, endBy(row, tests, row.count - 1)), Number.NEGATIVE_INFINITY)

/** From the first start to the last end of the row's run. Outside it the worker did not exist, so it was not idle. */
export function wholeOfRun({ tests, wholes, ends }: Model, { lane }: Row): Span {
  const { run } = tests.lanes[lane]
  return { from: (wholes.get(run) as Span).from, to: ends.get(run) as number } // each row's run has both
}

export const buildPyramids = ({ tests, rows, whole }: Model): Pyramids =>
  rows.map((row) => {
    let built: Pyramid | null = null
    return () => (built ??= buildPyramid(tests, row, whole))
  })

/**
 * The pyramids with tests that the filter rejects dimmed. Built from the requested level up only, since each
 * letter of a search rebuilds them; rebuilt if a finer level is requested.
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
 * Runs shown by default: all, if they ran at about the same time (shards of one job). Otherwise mostly the
 * time between them would be visible, so only the one that is first at home is shown. If none has times, all are
 * counted, although nothing is drawn.
 */
export function runsAtFirst(manifest: Pick<Manifest, 'runs'>): readonly number[] {
  const spans = spansOf(manifest)
  const timed = worstFirst(manifest).filter((run) => spans[run] !== null)
  if (areApart(spans)) return timed.slice(0, 1)
  return [...spans.keys()].filter((run) => timed.length === 0 || spans[run] !== null)
}

export function workerName({ tests }: Model, lane: number): string {
  const { worker } = tests.lanes[lane]
  return worker === null ? 'no worker' : `worker ${worker}`
}
