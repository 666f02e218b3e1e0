import type { RunsFile } from '../../format/site.ts'
import type { History } from '../compare/history.ts'
import type { ReadReport } from '../compare/last-reports.ts'
import type { JobRoute } from '../route/site-route.ts'

/** The data of the sections about a job's tests. */
export interface JobHistory {
  readonly site: RunsFile
  readonly at: JobRoute
  readonly history: History
  /** The report of each column of the history. */
  readonly reports: readonly ReadReport[]
  /** Column of the newest report that has tests. */
  readonly newest: number
  /** That report in words. */
  readonly which: string
  /** The tests of the default branch's reports before it, and of itself, which is the last column. */
  readonly past: History
}
