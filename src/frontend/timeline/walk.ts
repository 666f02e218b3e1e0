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
    let i = step > 0 ? 0 : row.count - 1
    if (from >= 0) i = step > 0 ? firstFrom(row, tests, tests.start[from]) : behind(row, tests, from) - 1
    if (from >= 0) while (isIn(row, i) && !isBeyond(tests, testAt(row, i), from, step)) i += step
    // no further than the best of the rows before
    let end = step > 0 ? row.count : -1
    if (best >= 0) end = step > 0 ? behind(row, tests, best) : firstFrom(row, tests, tests.start[best]) - 1
    const test = firstWanted(row, i, end, step, isWanted)
    if (test >= 0 && (best < 0 || isBeyond(tests, best, test, step))) best = test
  }
  return best
}

/** The place in a row behind all that start when a test does. */
function behind(row: Row, tests: DrawnTests, test: number): number {
  let i = firstFrom(row, tests, tests.start[test])
  while (i < row.count && tests.start[testAt(row, i)] === tests.start[test]) i += 1
  return i
}

/** From a place in a row to before another; -1 for none. A tight loop: it may go over a million tests. */
function firstWanted(
  { tests, first }: Row,
  from: number,
  end: number,
  step: 1 | -1,
  isWanted: (test: number) => boolean,
): number {
  for (let i = from; step > 0 ? i < end : i > end; i += step) {
    const test = tests === null ? first + i : tests[i]
    if (isWanted(test)) return test
  }
  return -1
}

const isIn = ({ count }: Row, i: number): boolean => i >= 0 && i < count

const isBeyond = (tests: Times, test: number, from: number, step: 1 | -1): boolean =>
  step > 0 ? isBefore(tests, from, test) : isBefore(tests, test, from)
