import type { RunsFile } from '../../format/site.ts'
import type { History } from '../compare/history.ts'
import type { ReadReport } from '../compare/last-reports.ts'
import type { JobRoute } from './route.ts'

/** The data of the sections about a job's tests. */
export interface JobHistory {
  readonly site: RunsFile
  readonly at: JobRoute
  readonly history: History
  /** The report of each column of the history. */
  readonly reports: readonly ReadReport[]
  /** Whether the last column is the newest report; false if that could not be read. */
  readonly hasNewest: boolean
}
