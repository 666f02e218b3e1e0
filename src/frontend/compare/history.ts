/** The tests of several reports of one job as a table: a row per test, a column per report, oldest first. */

import type { ReportTests } from './report-tests.ts'
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
