/**
 * The time of a lane in which no test ran, classified by what probably took it:
 *
 *     ┊       ▓▓▓│▓▓▓   ▓▓▓▓│      ▓▓▓▓▓│▓▓         ┊
 *     at the start    within      between          at the end
 *     (imports,      (setUp)    (setUpClass)    (nothing left to do)
 *     setUpClass)
 *
 * A lane of several rows has none: one row's gap may be another row's test.
 */

import type { Span } from '../data/span.ts'
import type { Tests } from '../data/tests.ts'
import { endBy, firstFrom, isWholeLane, PIECE, type Row, testAt } from './rows.ts'

/** Between two tests of one class, between two classes, before the first test, after the last. */
export type GapKind = 'within' | 'between' | 'start' | 'end'

export interface Gap extends Span {
  readonly kind: GapKind
}

export const GAP_WORDS: Readonly<Record<GapKind, string>> = {
  within: 'between two tests of a class',
  between: 'between two classes, maybe in setUpClass',
  start: 'before the first test: start, imports, maybe setUpClass',
  end: 'idle at the end',
}

type Classes = Pick<Tests, 'start' | 'duration' | 'isOneClass'>

/** Bounds of the gap before the row's i-th test (i = count: after the last); none if its length is ≤ 0. */
const gapStart = (tests: Classes, row: Row, i: number, whole: Span): number =>
  i === 0 ? whole.from : endBy(row, tests, i - 1)
const gapEnd = (tests: Classes, row: Row, i: number, whole: Span): number =>
  i === row.count ? whole.to : tests.start[testAt(row, i)]

function kindOf(tests: Classes, row: Row, i: number): GapKind {
  if (i === 0) return 'start'
  if (i === row.count) return 'end'
  return tests.isOneClass(testAt(row, i - 1), testAt(row, i)) ? 'within' : 'between'
}

/** The gap before the row's i-th test; null if it is shorter than `least`, or the row is not its whole lane. */
export function gapBefore(tests: Classes, row: Row, i: number, whole: Span, least = 1): Gap | null {
  const [from, to] = [gapStart(tests, row, i, whole), gapEnd(tests, row, i, whole)]
  return !isWholeLane(row) || to - from < least ? null : { from, to, kind: kindOf(tests, row, i) }
}

/** Microseconds per kind. */
export type GapTimes = Readonly<Record<GapKind, number>>

/** Gap times of a row, which is its whole lane, within a span. Yields after every PIECE tests, so that it can run in slices. */
export function* gapTimes(tests: Classes, row: Row, whole: Span, span: Span): Generator<undefined, GapTimes> {
  const times = { within: 0, between: 0, start: 0, end: 0 }
  const last = firstFrom(row, tests, span.to)
  for (let i = firstFrom(row, tests, span.from); i <= last; i++) {
    const [from, to] = [gapStart(tests, row, i, whole), gapEnd(tests, row, i, whole)]
    const length = Math.min(to, span.to) - Math.max(from, span.from)
    if (length > 0) times[kindOf(tests, row, i)] += length
    if (i % PIECE === 0) yield
  }
  return times
}
