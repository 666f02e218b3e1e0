/** Reads the tests of one of the site's reports from its columns files. */

import { columnsFile, type SiteRun } from '../../format/site.ts'
import { fillDrawn } from '../data/columns.ts'
import { damagedColumns, type FetchOptions, readColumnsFile } from '../data/columns-file.ts'
import type { Tests } from '../data/tests.ts'
import { printSiteRoute } from '../route/site-route.ts'
import { type ReportTests, type RunColumns, readReportTests } from './report-tests.ts'

/** `root`: the site's root, relative to the page; `labels`: of its runs. Throws a DataError. */
export async function fetchReport(
  root: string,
  run: SiteRun,
  labels: readonly string[],
  options: FetchOptions,
): Promise<ReportTests> {
  const urls = Array.from({ length: run.columns }, (_, n) => addressOf(root, run) + columnsFile(n))
  return readReportTests(await Promise.all(urls.map((url) => fetchRun(url, options))), labels)
}

/** URL of the report's directory, with a slash at the end. */
export const addressOf = (root: string, { path }: SiteRun): string =>
  `${root}${path.split('/').map(encodeURIComponent).join('/')}/`

/** Below `runs/`. */
export const directoryOf = ({ path }: SiteRun): string => path.replace(/^runs\//, '')

/** Hash of the site's comparison of two reports. */
export const compareHash = (before: SiteRun, after: SiteRun): string =>
  printSiteRoute({ page: 'compare', before: directoryOf(before), after: directoryOf(after) })

async function fetchRun(url: string, options: FetchOptions): Promise<RunColumns> {
  const file = readColumnsFile(url, options)
  const [drawn, names] = [await file.drawn, await file.names]
  const { count } = drawn.header
  try {
    const status = new Uint8Array(count)
    const [start, duration] = [new Float64Array(count), new Float64Array(count)]
    fillDrawn(drawn, { status, start, duration }, 0)
    return { names, status, start, duration }
  } catch (cause) {
    throw damagedColumns(url, cause)
  }
}

/** The tests of the report that is open. */
export function ownReport(
  { names, runStart, status, start, duration }: Tests,
  labels: readonly string[],
): ReportTests {
  return readReportTests(
    names.flatMap((of, run) => {
      const [from, to] = [runStart[run], runStart[run + 1]]
      if (of === null) return []
      const times = { start: start.subarray(from, to), duration: duration.subarray(from, to) }
      return [{ names: of, status: status.subarray(from, to), ...times }]
    }),
    labels,
  )
}
