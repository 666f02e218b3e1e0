import { STATUSES } from '../format/exported.ts'
import { REPORT_VERSION, type TestColumns } from '../format/report.ts'
import type { RunTable } from './run-table.ts'

/** The page's columns of a run's tests. */
export function testColumns(table: RunTable): TestColumns {
  const each = <T>(value: (n: number) => T): T[] => Array.from({ length: table.count }, (_, n) => value(n))
  const starts = each((n) => table.start(n))
  const origin =
    starts.reduce<number | null>((low, at) => (at !== null && (low === null || at < low) ? at : low), null) ??
    0
  return {
    version: REPORT_VERSION,
    origin,
    names: table.names,
    ids: Object.fromEntries(table.ids),
    status: each((n) => STATUSES.indexOf(table.status(n))),
    start: starts.map((start) => (start === null ? null : start - origin)),
    duration: each((n) => {
      const [start, end] = [table.start(n), table.end(n)]
      return start === null || end === null ? null : end - start
    }),
    tags: each((n) => table.tagIndex(n)),
    tagSets: table.tagSets,
  }
}
