/**
 * What the page reads: elements of one HTML file, written by `src/export`, read by `src/frontend`.
 *
 *     <script type="application/json" id="stackviz-manifest">   Manifest
 *     <script type="application/gzip" id="stackviz-lanes-0">    run 0's columns.bin to its last drawn
 *                                                               section, gzip, base64; of every run
 *     <script>START_SCRIPT</script>
 *     <script type="application/gzip" id="stackviz-names-0">    what follows that, gzip, base64
 *     <script type="application/gzip" id="stackviz-told-0">     ToldTests of run 0, gzip, base64
 *     <script type="application/gzip" id="stackviz-machine-0">  MachineColumns of log 0, gzip, base64
 *     <script type="application/gzip" id="stackviz-index-0">    DetailsIndex of run 0, gzip, base64
 *     <script>START_SCRIPT</script>
 *     <script type="application/gzip" id="stackviz-logs-0-0">   run 0's details.json.gz, its first
 *                                                               LOG_BLOCK bytes, base64; and so on
 *     <script>START_SCRIPT</script>                             behind each run's logs
 *
 * They stand in this order behind the app, all of a kind before the next kind, but for the logs, whose
 * script is behind each run's. The first script starts the page, which draws; each tells it to look
 * again at what has arrived. Browsers execute none of these types. A site's page has no logs: it asks
 * for parts of the details file, which lies beside it.
 */

import type { ConfigEntry, Stats, Workflow } from './exported.ts'

/** A page shows a report of its own version or an older one, and refuses a newer one by name. */
export const REPORT_VERSION = 1

/** Where in the built page (`dist/frontend/index.html`) the elements go; it stands there once. */
export const DATA_PLACEHOLDER = '<!--stackviz-data-->'
/**
 * The text of the plain `<script>` elements: the page looks at what has arrived, and does not wait for
 * what has not. Exactly this text, for the page's CSP holds its hash.
 */
export const START_SCRIPT = 'stackviz.start()'

export const MANIFEST_ID = 'stackviz-manifest'
export const lanesId = (run: number): string => `stackviz-lanes-${run}`
export const namesId = (run: number): string => `stackviz-names-${run}`
export const toldId = (run: number): string => `stackviz-told-${run}`
export const machineId = (log: number): string => `stackviz-machine-${log}`
export const indexId = (run: number): string => `stackviz-index-${run}`
export const logsId = (run: number, block: number): string => `stackviz-logs-${run}-${block}`

/**
 * Bytes of the details file in a block of logs, the last one's fewer: 8 MiB of base64, since browsers
 * parse a larger text node in steps that add up. A multiple of three: a block ends without padding.
 */
export const LOG_BLOCK = 6 << 20

/** In the policy of the built page, once: nothing is ever loaded. */
export const NO_CONNECTION = "connect-src 'none'"
/** In its place in the policy of a site's page: logs come from the server that the page came from. */
export const OWN_CONNECTION = "connect-src 'self'"

/** `failure`: a test failed or results may be missing; `neutral`: no tests and nothing wrong. */
export type Conclusion = 'success' | 'failure' | 'neutral'

export interface Manifest {
  readonly version: number
  readonly title: string
  /** Name and version of the exporter. */
  readonly generator: string
  readonly conclusion: Conclusion
  readonly workflow: Workflow
  /** Inputs that could not be read, and why, in words. */
  readonly problems: readonly string[]
  readonly runs: readonly ReportRun[]
  readonly machines: readonly ReportMachine[]
}

export interface ReportRun {
  readonly entry: ReportEntry
  /** Index into `machines`. */
  readonly machine: number | null
  /** Address of the details file, relative to the page; null where the page has the logs itself. */
  readonly details: string | null
  /** What the report has not, to be small enough; absent where it has all. */
  readonly left?: LeftOut
}

/** As `config.json` lists it, but for the lists of its statistics, which may be longer than all else. */
export interface ReportEntry extends Omit<ConfigEntry, 'stats'> {
  readonly stats: Omit<Stats, 'failures' | 'skips'> & {
    /** Tests in its ToldTests. */
    readonly failed: number
    readonly skipped: number
  }
}

/** Of a run the tests that failed and were skipped, each in the order of raw, and why. */
export interface ToldTests extends Pick<Stats, 'failures' | 'skips'> {
  readonly version: number
}

/** Output that is left out of a run's logs: which is in its DetailsIndex. */
export interface LeftOut {
  /** Tests. */
  readonly tests: number
  /** Uncompressed bytes of the details, those of the output of no test with them. */
  readonly bytes: number
  /** Name of the exported details file, which has it. */
  readonly file: string
}

export interface ReportMachine {
  /** The log's path as it was given, or, of another job's, the artifact's and the log's names. */
  readonly source: string
  /** What a reader should know of how it was read: zone, dropped samples. */
  readonly notes: readonly string[]
}

export type Unit = 'percent' | 'bytes' | 'bytes/s' | 'count' | 'count/s' | 'load' | 'text'

/** One dstat log: samples as columns. */
export interface MachineColumns {
  readonly version: number
  /** Microseconds since the epoch of the first sample. */
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
  /** One a sample; null for a blank cell or where the log's columns changed. */
  readonly values: readonly (number | null)[]
}
