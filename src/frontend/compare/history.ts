/** The tests of several reports of one job as a table: a row per test, a column per report, oldest first. */

import { once } from '../data/once.ts'
import { factorOf, isLong, medianOf, type Variation, variationOf } from './noise.ts'
import { labelOfKey, type ReportTests } from './report-tests.ts'
import { kindOf, type StatusKind } from './status-kind.ts'

export interface History {
  /** Row → key of the test. */
  readonly keys: readonly string[]
  readonly row: ReadonlyMap<string, number>
  readonly reports: readonly ReportTests[]
  /** [column][row] → index of the test in that report; −1 if the report does not have it. */
  readonly places: readonly Int32Array[]
}

export function buildHistory(reports: readonly ReportTests[]): History {
  const row = new Map<string, number>()
  for (const { keys } of reports) for (const key of keys) if (!row.has(key)) row.set(key, row.size)
  const keys = [...row.keys()]
  const places = reports.map((report) => {
    const of = new Int32Array(keys.length).fill(-1)
    for (const [place, key] of report.keys.entries()) of[row.get(key) ?? 0] = place
    return of
  })
  return { keys, row, reports, places }
}

/** Code of the status; −1 if the report does not have the test. */
export function statusAt({ reports, places }: History, row: number, column: number): number {
  const place = places[column][row]
  return place < 0 ? -1 : reports[column].status[place]
}

/** What the status means; null if the report does not have the test. */
export function kindAt(history: History, row: number, column: number): StatusKind | null {
  const status = statusAt(history, row, column)
  return status < 0 ? null : kindOf(status)
}

/** Code of the status in the last report before column `end` that has the test; −1 if none has. */
export function lastStatus(history: History, row: number, end = history.reports.length): number {
  for (let column = end - 1; column >= 0; column--) {
    const status = statusAt(history, row, column)
    if (status >= 0) return status
  }
  return -1
}

/** Microseconds; NaN if the report does not have the test, or no time for it. */
export function durationAt({ reports, places }: History, row: number, column: number): number {
  const place = places[column][row]
  return place < 0 ? Number.NaN : reports[column].duration[place]
}

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
export interface Past {
  /** Medians of microseconds when the test passed; NaN if it never did. */
  readonly usual: Float64Array
  readonly variationOf: (row: number) => Variation
}

/** Of the columns before `end`. */
export function pastOf(history: History, end = history.reports.length): Past {
  const usual = Float64Array.from(history.keys, (_, row) => medianOf(passesIn(history, row, end).times))
  let factors: ReturnType<typeof factorsOf> | null = null
  return {
    usual,
    variationOf: (row) => {
      factors ??= factorsOf(history, usual, end)
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
