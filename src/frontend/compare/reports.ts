/** Reads the tests of one of the site's reports from its columns files. */

import { columnsFile, RESULTS_FILE, type SiteRun } from '../../format/site.ts'
import { fillDrawn } from '../data/columns.ts'
import { damagedColumns, type FetchOptions, readColumnsFile } from '../data/columns-file.ts'
import type { Tests } from '../data/tests.ts'
import { type ReportTests, type RunColumns, readReportTests } from './report-tests.ts'
import { labelRuns, type RunTitles } from './run-labels.ts'

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

/**
 * Labels for the runs of each report. Only if one of them, or `own`, has several runs are the names of all
 * looked up. Rejects only if it is aborted.
 */
export async function fetchLabels(
  root: string,
  reports: readonly SiteRun[],
  options: FetchOptions,
  own: readonly RunTitles[] = [],
): Promise<(readonly string[])[]> {
  const isOne = reports.every(({ columns }) => columns <= 1) && own.every(({ length }) => length <= 1)
  const titles = isOne
    ? reports.map(unknownTitles)
    : await Promise.all(reports.map((run) => fetchTitles(root, run, options)))
  return labelRuns([...titles, ...own])
}

const unknownTitles = ({ columns }: SiteRun): RunTitles => Array.from({ length: columns }, () => null)

async function fetchTitles(root: string, run: SiteRun, options: FetchOptions): Promise<RunTitles> {
  const { signal, onBytes } = options
  try {
    const response = await fetch(addressOf(root, run) + RESULTS_FILE, signal === undefined ? {} : { signal })
    const text = await response.text()
    onBytes?.(Number(response.headers.get('content-length')) || text.length)
    const { runs } = JSON.parse(text) as { readonly runs: readonly { readonly name: unknown }[] }
    if (runs.length !== run.columns) return unknownTitles(run)
    return runs.map(({ name }) => (typeof name === 'string' ? name : null))
  } catch {
    signal?.throwIfAborted()
    return unknownTitles(run)
  }
}

/** URL of the report's directory, with a slash at the end. */
export const addressOf = (root: string, { path }: SiteRun): string =>
  `${root}${path.split('/').map(encodeURIComponent).join('/')}/`

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
