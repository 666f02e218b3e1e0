/** The way from test to test: in the order of time over all rows. */

import type { DrawnTests } from '../data/tests.ts'
import type { Model } from './model.ts'
import { firstFrom, type Row, testAt } from './rows.ts'

type Times = Pick<DrawnTests, 'start'>

/** Whether one comes before another: by start, equal ones by their numbers. */
const isBefore = ({ start }: Times, one: number, other: number): boolean =>
  start[one] < start[other] || (start[one] === start[other] && one < other)

/** Of the tests that are wanted the one that starts next, or before; from -1 the first, or the last; -1 at the end. */
export function nextInTime(
  { rows, tests }: Model,
  from: number,
  step: 1 | -1,
  isWanted: (test: number) => boolean = () => true,
): number {
  let best = -1
  for (const row of rows) {
    let i = from < 0 ? (step > 0 ? 0 : row.count - 1) : firstFrom(row, tests, tests.start[from])
    if (from >= 0 && step < 0) {
      // from behind those that start at the same time
      while (i < row.count && tests.start[testAt(row, i)] === tests.start[from]) i += 1
      i -= 1
    }
    if (from >= 0) while (isIn(row, i) && !isBeyond(tests, testAt(row, i), from, step)) i += step
    while (isIn(row, i) && !isWanted(testAt(row, i))) i += step
    if (!isIn(row, i)) continue
    const test = testAt(row, i)
    if (best < 0 || isBeyond(tests, best, test, step)) best = test
  }
  return best
}

const isIn = ({ count }: Row, i: number): boolean => i >= 0 && i < count

const isBeyond = (tests: Times, test: number, from: number, step: 1 | -1): boolean =>
  step > 0 ? isBefore(tests, from, test) : isBefore(tests, test, from)
