/** What the pipeline is given, and what it returns. */

import type { DstatLog } from '../dstat/log.ts'
import type { EntryFacts } from '../export/config.ts'
import type { SlowTest } from '../export/slowest.ts'
import type { StatsTotals } from '../export/stats.ts'
import type { StatsFailure, Status, Workflow } from '../format/exported.ts'
import type { Conclusion } from '../format/report.ts'

/** One input. */
export type Source =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin'; readonly stream: AsyncIterable<Uint8Array> }
  /**
   * `unasked`: the user did not name it; that it has no runs is only a notice if another source can be
   * opened. `unended`: a run that was killed is read too, as the newest one.
   */
  | {
      readonly kind: 'repository'
      readonly path: string
      readonly unasked?: boolean
      readonly unended?: boolean
      /** Its links may lead into this directory, and its own one, but nowhere else; undefined for anywhere. */
      readonly within?: string
    }
  /** A directory with the `config.json` of an earlier export; it is read like any untrusted input. */
  | { readonly kind: 'export'; readonly path: string; readonly title: string }

export interface TitledLog {
  readonly path: string
  readonly title: string
  /** The user did not name it; that it is no log is only a notice if another log can be read. */
  readonly unasked?: boolean
}

export interface Progress {
  /** Bytes read from disk so far, over all inputs. */
  readonly bytes: number
  readonly tests: number
}

export interface ConvertOptions {
  readonly sources: readonly Source[]
  /** dstat logs: paths, or paths with a title to show instead. */
  readonly dstat: readonly (string | TitledLog)[]
  /** The directory for the data files; created if missing. */
  readonly destination: string
  readonly gzip?: boolean | undefined
  /** Replace tokens of well-known shapes in attachments by `***`. */
  readonly redact?: boolean | undefined
  /** Texts that are always replaced, in names, messages and logs too; those shorter than eight bytes are ignored. */
  readonly secrets?: readonly string[] | undefined
  /** Read only the newest run of a repository. */
  readonly last?: boolean | undefined
  /** The time zone of the times in dstat logs: `UTC`, `+02:00` or an IANA name. */
  readonly dstatTimezone?: string | undefined
  /** Path of the self-contained page; if undefined, none is written. */
  readonly report?: string | undefined
  /** Maximum size of the report in bytes, including the tests and the page itself; 100 MB by default. */
  readonly reportMaxSize?: number | undefined
  /** Write the page as `index.html` in the destination, and the data into `data` below it. */
  readonly site?: boolean | undefined
  /** Directory for a report of a published site (format/site.ts); needs `published.html` beside `page`. */
  readonly published?: string | undefined
  readonly title?: string | undefined
  readonly workflow?: Workflow | undefined
  /** Export even if nothing could be read, so that the problems are shown, also in the place of an earlier export. */
  readonly replace?: boolean | undefined
  /** Export runs with equal tests, statuses and times only once. */
  readonly dropEqualRuns?: boolean | undefined
  /** Maximum bytes that one compressed input may inflate to; 4 GiB by default. */
  readonly maxDecompressed?: number | undefined
  /** Problems with inputs that failed before the pipeline. */
  readonly problems?: readonly Problem[] | undefined
  /** The built page, `dist/frontend/index.html`. */
  readonly page: string
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Also collect reasons of skips, and whether failed tests passed later, which takes a pass over the tests. */
  readonly closely?: boolean | undefined
  /** When the job began, in microseconds since the epoch; notices name what ended before that. */
  readonly since?: number | undefined
  /** Aborts at the next chunk; no partial file is left. */
  readonly signal?: AbortSignal | undefined
}

/** An input that could not be read, entirely or in part. */
export interface Problem {
  /** Whether test results are missing, or only a machine's log. */
  readonly kind: 'tests' | 'machine'
  readonly input: string
  /** What is wrong, where, and the remedy; one line. */
  readonly message: string
}

export interface Counts {
  readonly tests: number
  /** success and xfail. */
  readonly passed: number
  /** fail, uxsuccess, inprogress and unknown. */
  readonly failed: number
  readonly skipped: number
  /** Tests that should have run and never did, which `tests` does not count; absent if there are none. */
  readonly missing?: number
}

/** First start and last end, in microseconds since the epoch. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface SkipReason {
  readonly reason: string | null
  readonly tests: number
}

/** A failed test. */
export interface Failure extends StatsFailure {
  readonly status: Status
  /** Number, from 1, of the test's last attempt, if that passed. */
  readonly passedIn?: number
  /** Number of this attempt, from 1; absent if there was only one. */
  readonly attempt?: number
  /** Number among the tests of its name in the run, as in its address; absent for the first. */
  readonly place?: number
}

export interface ConvertedRun {
  readonly entry: EntryFacts
  readonly totals: StatsTotals
  /**
   * The first thousand failed tests, fewer if their texts are long; first those that never ended, and those whose
   * process died. Unlike in the statistics, a test without a `traceback` may have a line of text, see
   * convert/failures.ts.
   */
  readonly failures: readonly Failure[]
  /** Reasons of skipped tests, most frequent first, null for no reason; empty unless `closely` or for a page. */
  readonly skips: readonly SkipReason[]
  readonly counts: Counts
  /** Null if no test has times. */
  readonly span: Span | null
  /** Seconds from the first start to the last end; null if no test has times. */
  readonly duration: number | null
  /** The longest tests, longest first, ten at most. */
  readonly slowest: readonly SlowTest[]
  /** The dstat log that the run is shown with; null without one. */
  readonly machine: DstatLog | null
}

export interface ConvertResult {
  readonly runs: readonly ConvertedRun[]
  readonly problems: readonly Problem[]
  /** Other messages for the user, one line each: equal runs, zones of logs, unused logs. */
  readonly notices: readonly string[]
  readonly conclusion: Conclusion
  /** Whether results may be missing that no count has: `counts.missing` has those of tests that never ran. */
  readonly isPartial: boolean
  /** Sums over all runs. */
  readonly counts: Counts
  /** Seconds from the first start to the last end of all runs; null if no test has times. */
  readonly duration: number | null
  /** Absolute path of the directory that holds `config.json`. */
  readonly data: string
  /** Names of the export's files in it, sorted. */
  readonly files: readonly string[]
  /** Absolute paths of the written pages, the report and the site's index.html; null if not requested. */
  readonly report: string | null
  readonly site: string | null
  /** Absolute path of the published report's directory; null if not requested. */
  readonly published: string | null
}
