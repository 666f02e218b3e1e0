/** Hit tests: what is under the pointer. */

import type { DrawnArrays } from '../data/columns.ts'
import { isFailing } from '../data/ranks.ts'
import { endOf, firstEnding, firstFrom, type Row, testAt } from './rows.ts'

/**
 * The test of a row at a time; −1 for none. Of those within `reach` (microseconds: a few pixels), the
 * nearest, but a failing one before all others, since it is drawn wider than it is.
 */
export function hitTest(tests: DrawnArrays, row: Row, time: number, reach: number): number {
  const first = firstEnding(row, tests, time - reach)
  let [best, distance] = [-1, Number.POSITIVE_INFINITY]
  for (let i = firstFrom(row, tests, time + reach) - 1; i >= first; i--) {
    const test = testAt(row, i)
    const away = Math.max(0, tests.start[test] - time, time - endOf(tests, test))
    if (away > reach) continue
    const rated = isFailing(tests, test) ? away / 1e9 - 1 : away
    if (rated < distance) [best, distance] = [test, rated]
  }
  return best
}

/** Index of a test in a row; −1 if it is in another row. */
export function placeOf(tests: DrawnArrays, row: Row, test: number): number {
  for (let i = firstFrom(row, tests, tests.start[test]); i < row.count; i++) {
    const other = testAt(row, i)
    if (other === test) return i
    if (tests.start[other] > tests.start[test]) break
  }
  return -1
}

/** Other tests that ran at some time of a test: those that overlapped it longest first. */
export function testsBeside(tests: DrawnArrays, rows: readonly Row[], test: number): number[] {
  const [from, to] = [tests.start[test], endOf(tests, test)]
  const shared = (other: number): number =>
    Math.min(to, endOf(tests, other)) - Math.max(from, tests.start[other])
  return rows
    .flatMap((row) => testsWithin(tests, row, from, Math.max(to, from + 1)))
    .filter((other) => other !== test)
    .sort((a, b) => shared(b) - shared(a))
}

/** Tests of a row that run at some time of a span, by start. */
export function testsWithin(tests: DrawnArrays, row: Row, from: number, to: number): number[] {
  const found: number[] = []
  for (let i = firstEnding(row, tests, from); i < row.count; i++) {
    const test = testAt(row, i)
    if (tests.start[test] >= to) break
    if (endOf(tests, test) > from || tests.start[test] >= from) found.push(test)
  }
  return found
}
