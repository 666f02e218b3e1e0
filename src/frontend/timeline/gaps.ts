/**
 * The time of a lane that no test took, told apart by what is likely to hide in it:
 *
 *     ▓▓▓│▓▓▓   ▓▓▓▓│      ▓▓▓▓▓│▓▓         ┊
 *         within      between            at the end
 *        (setUp)    (setUpClass)      (nothing left to do)
 */

import type { Tests } from '../data/tests.ts'
import type { Span } from './pyramid.ts'
import { endOf, firstFrom, PIECE, type Row, testAt } from './rows.ts'

/** Between two tests of one class, of two classes, before the first, behind the last. */
export type GapKind = 'within' | 'between' | 'start' | 'end'

export interface Gap extends Span {
  readonly kind: GapKind
}

export const GAP_WORDS: Readonly<Record<GapKind, string>> = {
  within: 'between two tests of a class',
  between: 'between two classes',
  start: 'before the first test',
  end: 'idle at the end',
}

type Classes = Pick<Tests, 'start' | 'duration' | 'isOneClass'>

/** Before the row's i-th test; behind the last for i = count. A gap of no length, or less, is none. */
const gapStart = (tests: Classes, row: Row, i: number, whole: Span): number =>
  i === 0 ? whole.from : endOf(tests, testAt(row, i - 1))
const gapEnd = (tests: Classes, row: Row, i: number, whole: Span): number =>
  i === row.count ? whole.to : tests.start[testAt(row, i)]

function kindOf(tests: Classes, row: Row, i: number): GapKind {
  if (i === 0) return 'start'
  if (i === row.count) return 'end'
  return tests.isOneClass(testAt(row, i - 1), testAt(row, i)) ? 'within' : 'between'
}

/** The gap before the row's i-th test; null where there is none of at least that length. */
export function gapBefore(tests: Classes, row: Row, i: number, whole: Span, least = 1): Gap | null {
  const [from, to] = [gapStart(tests, row, i, whole), gapEnd(tests, row, i, whole)]
  return to - from < least ? null : { from, to, kind: kindOf(tests, row, i) }
}

/** Microseconds of each kind. */
export type GapTimes = Readonly<Record<GapKind, number>>

/** What of a row's gaps lies in a span. Of some tests at a time, so that it can be made in slices. */
export function* gapTimes(tests: Classes, row: Row, whole: Span, span: Span): Generator<undefined, GapTimes> {
  const times = { within: 0, between: 0, start: 0, end: 0 }
  const last = firstFrom(row, tests, span.to)
  for (let i = Math.max(0, firstFrom(row, tests, span.from) - 1); i <= last; i++) {
    const [from, to] = [gapStart(tests, row, i, whole), gapEnd(tests, row, i, whole)]
    const length = Math.min(to, span.to) - Math.max(from, span.from)
    if (length > 0) times[kindOf(tests, row, i)] += length
    if (i % PIECE === 0) yield
  }
  return times
}

/** The longest gaps of a row, by start: those that a picture of the whole has room for. */
export function longestGaps(tests: Classes, row: Row, whole: Span, most: number): Gap[] {
  // what is shorter than this share of the whole is no pixel of any screen
  const least = (whole.to - whole.from) / 2000
  const gaps: Gap[] = []
  for (let i = 0; i <= row.count; i++) {
    const gap = gapBefore(tests, row, i, whole, least)
    if (gap !== null) gaps.push(gap)
  }
  if (gaps.length <= most) return gaps
  return gaps
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, most)
    .sort((a, b) => a.from - b.from)
}
