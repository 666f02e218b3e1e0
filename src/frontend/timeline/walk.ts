/** The way from test to test: in the order of time over all rows, and from failure to failure. */

import type { DrawnTests } from '../data/tests.ts'
import type { Model } from './model.ts'
import { FAILING_RANK, RANK_OF_CODE } from './ranks.ts'
import { firstFrom, type Row, testAt } from './rows.ts'

type Times = Pick<DrawnTests, 'start'>

/** Whether one comes before another: by start, equal ones by their numbers. */
const isBefore = ({ start }: Times, one: number, other: number): boolean =>
  start[one] < start[other] || (start[one] === start[other] && one < other)

/** The test that starts next, or the one before; from -1 the first, or the last; -1 at the end. */
export function nextInTime({ rows, tests }: Model, from: number, step: 1 | -1): number {
  let best = -1
  for (const row of rows) {
    let i = from < 0 ? (step > 0 ? 0 : row.count - 1) : firstFrom(row, tests, tests.start[from])
    if (from >= 0 && step < 0) {
      // from behind those that start at the same time
      while (i < row.count && tests.start[testAt(row, i)] === tests.start[from]) i += 1
      i -= 1
    }
    if (from >= 0) while (isIn(row, i) && !isBeyond(tests, testAt(row, i), from, step)) i += step
    if (!isIn(row, i)) continue
    const test = testAt(row, i)
    if (best < 0 || isBeyond(tests, best, test, step)) best = test
  }
  return best
}

const isIn = ({ count }: Row, i: number): boolean => i >= 0 && i < count

const isBeyond = (tests: Times, test: number, from: number, step: 1 | -1): boolean =>
  step > 0 ? isBefore(tests, from, test) : isBefore(tests, test, from)

/** Failing tests in the order of time. */
export function failuresInTime({ rows, tests }: Model): number[] {
  const failing: number[] = []
  for (const row of rows) {
    for (let i = 0; i < row.count; i++) {
      const test = testAt(row, i)
      if (RANK_OF_CODE[tests.status[test]] >= FAILING_RANK) failing.push(test)
    }
  }
  return failing.sort((a, b) => (isBefore(tests, a, b) ? -1 : 1))
}
