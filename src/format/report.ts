/**
 * The data that the page reads: elements of one HTML file, written by `src/export`, read by `src/frontend`.
 *
 *     <script type="application/json" id="stackviz-manifest">   Manifest
 *     <script type="application/gzip" id="stackviz-lanes-0">    run 0's columns.bin to its last drawn
 *                                                               section, gzip, base64; of every run
 *     <script>START_SCRIPT</script>
 *     <script type="application/gzip" id="stackviz-names-0">    the rest of columns.bin, gzip, base64
 *     <script type="application/gzip" id="stackviz-told-0">     StatsLists of run 0, gzip, base64
 *     <script type="application/gzip" id="stackviz-machine-0">  MachineColumns of log 0, gzip, base64
 *     <script type="application/gzip" id="stackviz-index-0">    DetailsIndex of run 0, gzip, base64
 *     <script>START_SCRIPT</script>
 *     <script type="application/gzip" id="stackviz-logs-0-0">   run 0's details.json.gz, its first
 *                                                               LOG_BLOCK bytes, base64; and so on
 *     <script>START_SCRIPT</script>                             after each run's logs
 *
 * They follow the app in this order, all elements of a kind before the next kind, except that a script
 * follows the logs of each run. The first script starts the page, which draws; each further one makes it
 * read the elements that have arrived since. Browsers do not execute scripts of these types. A site's page
 * has no logs: it fetches ranges of the details file beside it.
 */

import type { ConfigEntry, Stats, StatsFailure, StatsSkip, Workflow } from './exported.ts'

/** A page shows reports of its own and older versions; it refuses a newer version and names it. */
export const REPORT_VERSION = 1

/** Marks, exactly once, the place for the elements in the built page (`dist/frontend/index.html`). */
export const DATA_PLACEHOLDER = '<!--stackviz-data-->'
/**
 * The text of the plain `<script>` elements: the page reads what has arrived, without waiting for the rest.
 * It must be exactly this text, because the page's CSP contains its hash.
 */
export const START_SCRIPT = 'stackviz.start()'

export const MANIFEST_ID = 'stackviz-manifest'
export const lanesId = (run: number): string => `stackviz-lanes-${run}`
export const namesId = (run: number): string => `stackviz-names-${run}`
export const statsListsId = (run: number): string => `stackviz-told-${run}`
export const machineId = (log: number): string => `stackviz-machine-${log}`
export const indexId = (run: number): string => `stackviz-index-${run}`
export const logsId = (run: number, block: number): string => `stackviz-logs-${run}-${block}`

/**
 * Bytes of the details file per block of logs, fewer in the last: 8 MiB of base64, since browsers parse
 * larger text nodes in steps that add up. A multiple of three, so that blocks end without padding.
 */
export const LOG_BLOCK = 6 << 20

/** Occurs once in the CSP of the built page: nothing is ever loaded. */
export const NO_CONNECTION = "connect-src 'none'"
/** Replaces it in the CSP of a site's page: logs come from the server that the page came from. */
export const OWN_CONNECTION = "connect-src 'self'"

/** `failure`: a test failed, or results may be missing; `neutral`: a run without a test, or no run. */
export type Conclusion = 'success' | 'failure' | 'neutral'

export interface Manifest {
  readonly version: number
  readonly title: string
  /** Name and version of the exporter. */
  readonly generator: string
  readonly conclusion: Conclusion
  /**
   * Whether results may be missing of which nobody knows how many: of a run or an input that could not be read whole.
   * Absent if not, also if tests never ran: a run's warnings have their number.
   */
  readonly isPartial?: true
  readonly workflow: Workflow
  /** Inputs that could not be read, and why, as text. */
  readonly problems: readonly string[]
  readonly runs: readonly ReportRun[]
  readonly machines: readonly ReportMachine[]
}

export interface ReportRun {
  readonly entry: ReportEntry
  /** Number of tests of each status, in the order of STATUSES. */
  readonly counts: readonly number[]
  /** Index into `machines`; null without a log. */
  readonly machine: number | null
  /** URL of the details file relative to the page; null if the page contains the logs. */
  readonly details: string | null
  /** Whether the stream has output that belongs to no test; absent if not. */
  readonly outside?: true
  /** Output that is left out to keep the report small; absent if nothing is. */
  readonly left?: LeftOut
}

/** The entry of `config.json` without the lists of its statistics, which may outweigh everything else. */
export interface ReportEntry extends Omit<ConfigEntry, 'stats'> {
  readonly stats: Omit<Stats, 'failures' | 'skips'> & {
    /** Number of tests in its StatsLists. */
    readonly failed: number
    readonly skipped: number
  }
}

/** A run's failed and skipped tests, each in the order of raw, with reasons as the stats file has them. */
export interface StatsLists extends Pick<Stats, 'failures' | 'skips'> {
  readonly version: number
  readonly found: FoundReasons
}

/**
 * What the output of the first tests says if the stats file says too little: indexes in the two lists, and the
 * details to show instead; null if the output says no more.
 */
export interface FoundReasons {
  readonly failures: readonly (readonly [number, StatsFailure['details']])[]
  readonly skips: readonly (readonly [number, StatsSkip['details']])[]
}

/** Output that is left out of a run's logs; its DetailsIndex lists the values. */
export interface LeftOut {
  /** Number of tests. */
  readonly tests: number
  /** Uncompressed bytes of details, including the output that belongs to no test. */
  readonly bytes: number
  /** Name of the exported details file, which contains it. */
  readonly file: string
}

export interface ReportMachine {
  /** The log's path as given; for a log of another job, the names of the artifact and of the log. */
  readonly source: string
  /** Notes on how the log was read: zone, dropped samples. */
  readonly notes: readonly string[]
}

export type Unit = 'percent' | 'bytes' | 'bytes/s' | 'count' | 'count/s' | 'load'

/** One dstat log: samples as columns. */
export interface MachineColumns {
  readonly version: number
  /** Time of the first sample, in microseconds since the epoch. */
  readonly origin: number
  /** Microseconds from origin, ascending. */
  readonly time: readonly number[]
  readonly groups: readonly MachineGroup[]
}

export interface MachineGroup {
  /** dstat's title: `total cpu usage`, `memory usage`, `net/eth0`. */
  readonly title: string
  readonly metrics: readonly MachineMetric[]
}

export interface MachineMetric {
  /** dstat's column: `usr`, `used`, `recv`. */
  readonly name: string
  readonly unit: Unit
  /** One per sample; null for a blank cell, or if the log did not have the column then. */
  readonly values: readonly (number | null)[]
}
