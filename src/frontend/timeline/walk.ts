/** Steps from test to test in order of time, over all rows. */

import type { DrawnTests } from '../data/tests.ts'
import type { Model } from './model.ts'
import { firstFrom, type Row, testAt } from './rows.ts'

type Times = Pick<DrawnTests, 'start'>

/** Order of tests: by start, then by index, i.e. by lane; those without a start come last. */
export function isBefore({ start }: Times, one: number, other: number): boolean {
  const [a, b] = [start[one], start[other]]
  if (a < b || a > b) return a < b
  return Number.isNaN(a) === Number.isNaN(b) ? one < other : Number.isNaN(b)
}

/** The wanted test that starts next, or before `from`; from −1 the first, or the last; −1 for none. */
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
    // only as far as the best test found in the rows before
    let end = step > 0 ? row.count : -1
    if (best >= 0) end = step > 0 ? behind(row, tests, best) : firstFrom(row, tests, tests.start[best]) - 1
    const test = firstWanted(row, i, end, step, isWanted)
    if (test >= 0 && (best < 0 || isBeyond(tests, best, test, step))) best = test
  }
  return best
}

/** Index in a row after all tests that start at the same time as `test`, or earlier. */
function behind(row: Row, tests: DrawnTests, test: number): number {
  let i = firstFrom(row, tests, tests.start[test])
  while (i < row.count && tests.start[testAt(row, i)] === tests.start[test]) i += 1
  return i
}

/** The first wanted test from an index to before another; −1 for none. May loop over a million tests. */
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
