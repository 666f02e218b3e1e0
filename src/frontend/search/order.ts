/** All tests in the order of a column, so that filters only walk it. The work of the search thread. */

import type { NameIndex } from './name-index.ts'

export interface Order {
  /** All tests, ascending; those without a value at the end. */
  readonly tests: Uint32Array<ArrayBuffer>
  /** How many have a value. */
  readonly known: number
}

/** Equal ones in the order in which they stand; NaN is no value. */
export function orderByValue(values: Float64Array): Order {
  const tests = new Uint32Array(values.length)
  let known = 0
  for (let test = 0; test < values.length; test++) if (!Number.isNaN(values[test])) tests[known++] = test
  let at = known
  for (let test = 0; test < values.length; test++) if (Number.isNaN(values[test])) tests[at++] = test
  tests.subarray(0, known).sort((a, b) => values[a] - values[b] || a - b)
  return { tests, known }
}

/** By class, in a class by method, run by run; `firsts`: the first test of each run. */
export function orderByName(indexes: readonly (NameIndex | null)[], firsts: readonly number[]): Order {
  const count = firsts[firsts.length - 1]
  const tests = Uint32Array.from({ length: count }, (_, test) => test)
  indexes.forEach((index, run) => {
    if (index === null) return
    const { classOf, classes, methods } = index
    const sorted = [...classes.keys()].sort((a, b) => compare(classes[a], classes[b]))
    const rank = new Uint32Array(classes.length)
    sorted.forEach((one, place) => {
      rank[one] = place
    })
    const method = (n: number): string => methods.text.slice(methods.start[n], methods.start[n + 1])
    const first = firsts[run]
    tests
      .subarray(first, firsts[run + 1])
      .sort(
        (a, b) =>
          rank[classOf[a - first]] - rank[classOf[b - first]] ||
          compare(method(a - first), method(b - first)) ||
          a - b,
      )
  })
  return { tests, known: count }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
