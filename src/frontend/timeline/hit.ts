/** Hit tests: what is under the pointer. */

import type { DrawnTests } from '../data/tests.ts'
import { FAILING_RANK, RANK_OF_CODE } from './ranks.ts'
import { endOf, firstFrom, type Row, testAt } from './rows.ts'

type Drawn = Pick<DrawnTests, 'start' | 'duration' | 'status'>

/**
 * The test of a row at a time; −1 for none. Of those within `reach` (microseconds: a few pixels), the
 * nearest, but a failing one before all others, since it is drawn wider than it is.
 */
export function hitTest(tests: Drawn, row: Row, time: number, reach: number): number {
  const last = firstFrom(row, tests, time + reach)
  let [best, distance] = [-1, Number.POSITIVE_INFINITY]
  for (let i = last - 1; i >= 0; i--) {
    const test = testAt(row, i)
    const away = Math.max(0, tests.start[test] - time, time - endOf(tests, test))
    // tests of a row do not overlap, except beyond MOST_ROWS: once one is out of reach, so are all before it
    if (away > reach) break
    const rated = RANK_OF_CODE[tests.status[test]] >= FAILING_RANK ? away / 1e9 - 1 : away
    if (rated < distance) [best, distance] = [test, rated]
  }
  return best
}

/** Index of a test in a row; −1 if it is in another row. */
export function placeOf(tests: Drawn, row: Row, test: number): number {
  for (let i = firstFrom(row, tests, tests.start[test]); i < row.count; i++) {
    const other = testAt(row, i)
    if (other === test) return i
    if (tests.start[other] > tests.start[test]) break
  }
  return -1
}

/** Tests of a row that run at some time of a span, by start. */
export function testsWithin(tests: Drawn, row: Row, from: number, to: number): number[] {
  const found: number[] = []
  for (let i = Math.max(0, firstFrom(row, tests, from) - 1); i < row.count; i++) {
    const test = testAt(row, i)
    if (tests.start[test] >= to) break
    if (endOf(tests, test) > from || tests.start[test] >= from) found.push(test)
  }
  return found
}
