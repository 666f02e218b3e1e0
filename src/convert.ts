/** The one pipeline, which the command and the action both call: sources → runs → files. */

import type { ConfigEntry, Workflow } from './format/exported.ts'
import type { Conclusion } from './format/report.ts'

/** One input. */
export type Source =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin'; readonly stream: AsyncIterable<Uint8Array> }
  | { readonly kind: 'repository'; readonly path: string }

export interface Progress {
  /** Bytes read of all inputs so far, as they are on disk. */
  readonly bytes: number
  readonly tests: number
}

export interface ConvertOptions {
  readonly sources: readonly Source[]
  /** Paths of dstat logs. */
  readonly dstat: readonly string[]
  /** The directory that takes the data files; created if missing. */
  readonly destination: string
  readonly gzip?: boolean
  /** Of a repository, the newest run only. */
  readonly last?: boolean
  /** `UTC`, `+02:00` or an IANA name: the zone that dstat's times are in. */
  readonly dstatTimezone?: string
  /** Where to write the self-contained page; none is written without it. */
  readonly report?: string
  /** The page as `index.html` in the destination, and the data in `data` below it. */
  readonly site?: boolean
  readonly title?: string
  readonly workflow?: Workflow
  /** Export runs whose tests, statuses and times are all equal once. */
  readonly dropEqualRuns?: boolean
  /** The built page, `dist/frontend/index.html`. */
  readonly page: string
  readonly onProgress?: (progress: Progress) => void
  /** Stops at the next chunk; no half file stays. */
  readonly signal?: AbortSignal
}

/** An input that could not be read, wholly or in part. */
export interface Problem {
  readonly input: string
  /** What, where and the remedy, in words; one line. */
  readonly message: string
}

export interface Counts {
  readonly tests: number
  /** success and xfail. */
  readonly passed: number
  /** fail, uxsuccess, inprogress and unknown. */
  readonly failed: number
  readonly skipped: number
}

export interface ConvertedRun {
  readonly entry: ConfigEntry
  readonly counts: Counts
  /** Seconds from the first start to the last end; null where no test has times. */
  readonly duration: number | null
  /** The longest tests, longest first, ten at most. */
  readonly slowest: readonly { readonly name: string; readonly duration: number }[]
}

export interface ConvertResult {
  readonly runs: readonly ConvertedRun[]
  readonly problems: readonly Problem[]
  /** What else a person should know, a line each: equal runs, zones of logs, unused logs. */
  readonly notices: readonly string[]
  readonly conclusion: Conclusion
  /** Over all runs. */
  readonly counts: Counts
  /** Seconds from the first start to the last end over all runs; null where no test has times. */
  readonly duration: number | null
  /** Absolute path of the directory that holds `config.json`. */
  readonly data: string
  /** Absolute paths of the pages that were written: the report, the site's index.html. */
  readonly report: string | null
  readonly site: string | null
}
