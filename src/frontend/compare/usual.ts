/** How long the tests of a history usually take, and how much that varies. */

import { once } from '../data/once.ts'
import { durationAt, type History, kindAt } from './history.ts'
import { factorOf, isLong, medianOf, type Variation, variationOf } from './noise.ts'
import { labelOfKey } from './report-tests.ts'

/** The columns before `end` in which the test passed and has a time, and these times. */
function passesIn(history: History, row: number, end = history.reports.length) {
  const [columns, times]: [number[], number[]] = [[], []]
  for (let column = 0; column < end; column++) {
    const time = durationAt(history, row, column)
    if (Number.isNaN(time) || kindAt(history, row, column) !== 'passed') continue
    columns.push(column)
    times.push(time)
  }
  return { columns, times }
}

/** The median of a test's times when it passed, and the share of it within which half of them are; NaN without any. */
export function usualIn(history: History, row: number): { readonly median: number; readonly within: number } {
  const { times } = passesIn(history, row)
  const median = medianOf(times)
  return { median, within: medianOf(times.map((time) => Math.abs(time / median - 1))) }
}

/** What was usual for each row. */
export interface UsualTimes {
  /** Medians of microseconds when the test passed; NaN if it never did. */
  readonly median: Float64Array
  readonly variationOf: (row: number) => Variation
}

/** Of the columns before `end`. */
export function usualTimes(history: History, end = history.reports.length): UsualTimes {
  const median = Float64Array.from(history.keys, (_, row) => medianOf(passesIn(history, row, end).times))
  let factors: ReturnType<typeof factorsOf> | null = null
  return {
    median,
    variationOf: (row) => {
      factors ??= factorsOf(history, median, end)
      const { columns, times } = passesIn(history, row, end)
      const of = factors.get(labelOfKey(history.keys[row]))
      return variationOf(
        times,
        columns.map((column) => of?.[column] ?? 1),
      )
    },
  }
}

/** How many times as long as usual the tests of each run took, by its label, in each column. */
function factorsOf(history: History, usual: Float64Array, end: number): Map<string, number[]> {
  const ratios = new Map<string, number[][]>()
  for (const [row, key] of history.keys.entries()) {
    if (!isLong(usual[row])) continue
    const run = once(ratios, labelOfKey(key), () => Array.from({ length: end }, () => []))
    const { columns, times } = passesIn(history, row, end)
    for (const [n, column] of columns.entries()) run[column].push(times[n] / usual[row])
  }
  return new Map([...ratios].map(([label, run]) => [label, run.map(factorOf)]))
}
