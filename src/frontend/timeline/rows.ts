/**
 * Packs lanes into rows in which no test overlaps another.
 *
 *     lane of worker 3      ▓▓▓▓▓▓ ▓▓▓▓▓▓▓  ▓▓▓      one row: the usual case
 *     lane without worker   ▓▓▓▓▓▓▓▓  ▓▓▓▓▓          each test takes the first row that is free
 *                             ▓▓▓▓▓▓▓▓▓▓ ▓▓▓
 */

import type { Span } from '../data/span.ts'
import type { DrawnTests, Lane } from '../data/tests.ts'

export interface Row {
  /** Index into the tests' lanes. */
  readonly lane: number
  /** The row's tests, ascending by start; null if they are the `count` tests from `first` on. */
  readonly tests: Uint32Array | null
  /** With `tests`: the latest end of each test and those before it, since the last row's may overlap. */
  readonly ends: Float64Array | null
  readonly first: number
  readonly count: number
}

/** Whether the lane has no other row. */
export const isWholeLane = ({ tests }: Row): boolean => tests === null

export const testAt = (row: Row, i: number): number => (row.tests === null ? row.first + i : row.tests[i])

/** Rows per lane. The last takes all further tests, which may overlap: nobody could tell them apart. */
const MOST_ROWS = 256

type Times = Pick<DrawnTests, 'start' | 'duration'>

/** End of a test. If the clock went back, its duration counts as 0. */
export const endOf = ({ start, duration }: Times, test: number): number =>
  start[test] + Math.max(0, duration[test])

/** The latest end of a row's tests up to the i-th: that one's own, unless tests of the row overlap. */
export const endBy = (row: Row, times: Times, i: number): number =>
  row.ends === null ? endOf(times, row.first + i) : row.ends[i]

/** Whether tests of the row overlap. */
export const isCrowded = (row: Row, times: Times): boolean =>
  row.ends?.some((_, i, ends) => i > 0 && times.start[testAt(row, i)] < ends[i - 1]) ?? false

/** A section of a row's tests, from one index to before another. */
export interface Piece {
  readonly row: Row
  readonly from: number
  readonly to: number
}

/** Tests that take a tenth of a millisecond to process: sliced work may pause after each piece. */
export const PIECE = 1 << 14

/** Pieces of the tests that may run during a span; some of an overlapping row's may have ended before. */
export function* piecesIn(rows: readonly Row[], times: Times, span: Span): Generator<Piece> {
  for (const row of rows) {
    const last = firstFrom(row, times, span.to)
    for (let from = firstEnding(row, times, span.from); from < last; from += PIECE) {
      yield { row, from, to: Math.min(last, from + PIECE) }
    }
  }
}

export function packLane(times: Times, { first, end }: Pick<Lane, 'first' | 'end'>, lane: number): Row[] {
  if (isFree(times, first, end)) return [{ lane, tests: null, ends: null, first, count: end - first }]
  const rowOf = new Uint8Array(end - first)
  const ends: number[] = []
  const counts: number[] = []
  for (let test = first; test < end; test++) {
    const row = firstFree(ends, times.start[test])
    rowOf[test - first] = row
    ends[row] = Math.max(endOf(times, test), ends[row] ?? 0)
    counts[row] = (counts[row] ?? 0) + 1
  }
  const rows = counts.map((count) => ({
    lane,
    tests: new Uint32Array(count),
    ends: new Float64Array(count),
    first,
    count,
  }))
  const filled = counts.map(() => 0)
  const latest = counts.map(() => Number.NEGATIVE_INFINITY)
  for (let test = first; test < end; test++) {
    const row = rowOf[test - first]
    const i = filled[row]++
    latest[row] = Math.max(latest[row], endOf(times, test))
    rows[row].tests[i] = test
    rows[row].ends[i] = latest[row]
  }
  return rows
}

function isFree(times: Times, first: number, end: number): boolean {
  let free = Number.NEGATIVE_INFINITY
  for (let test = first; test < end; test++) {
    if (times.start[test] < free) return false
    free = endOf(times, test)
  }
  return true
}

function firstFree(ends: readonly number[], start: number): number {
  for (let row = 0; row < ends.length; row++) if (ends[row] <= start) return row
  return Math.min(ends.length, MOST_ROWS - 1)
}

/** Index of the row's first test that starts at `time` or later. */
export function firstFrom({ tests, first, count }: Row, { start }: Times, time: number): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    if (start[tests === null ? first + middle : tests[middle]] >= time) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Index of the row's first test that ends at `time` or later: those before it have ended. It shares no code with
 * `firstFrom`: each row is searched several times a frame, and a callback for each step cost a frame 5 %.
 */
export function firstEnding({ ends, first, count }: Row, { start, duration }: Times, time: number): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    const test = first + middle
    const end = ends === null ? start[test] + Math.max(0, duration[test]) : ends[middle]
    if (end >= time) high = middle
    else low = middle + 1
  }
  return low
}
