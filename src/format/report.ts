/**
 * What the page reads: elements of one HTML file, written by `src/report`, read by `src/frontend`.
 *
 *     <script type="application/json" id="stackviz-manifest">   Manifest
 *     <script type="application/gzip" id="stackviz-tests-0">    TestColumns of run 0, gzip, base64
 *     <script type="application/gzip" id="stackviz-machine-0">  MachineColumns of log 0, gzip, base64
 *     <script type="application/gzip" id="stackviz-index-0">    LogIndex of run 0, gzip, base64
 *     <script type="application/gzip" id="stackviz-logs-0-0">   members of run 0's details, each
 *                                                               gzip, base64, one behind the other
 *
 * They stand in this order behind the app, with `<script>START_SCRIPT</script>` before the logs, so
 * that all but the logs is there when the page starts. Browsers execute none of these types.
 */

import type { ConfigEntry, Workflow } from './exported.ts'

/** A page shows a report of its own version or an older one, and refuses a newer one by name. */
export const REPORT_VERSION = 1

/** Where in the built page (`dist/frontend/index.html`) the elements go; it stands there once. */
export const DATA_PLACEHOLDER = '<!--stackviz-data-->'
/**
 * The text of a plain `<script>` behind the last index block: the page starts there and does not
 * wait for the logs. Exactly this text, for the page's CSP holds its hash.
 */
export const START_SCRIPT = 'stackviz.start()'

export const MANIFEST_ID = 'stackviz-manifest'
export const testsId = (run: number): string => `stackviz-tests-${run}`
export const machineId = (log: number): string => `stackviz-machine-${log}`
export const indexId = (run: number): string => `stackviz-index-${run}`
export const logsId = (run: number, block: number): string => `stackviz-logs-${run}-${block}`

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
  readonly entry: ConfigEntry
  /** Index into `machines`. */
  readonly machine: number | null
}

export interface ReportMachine {
  /** The log's path as it was given. */
  readonly source: string
  /** What a reader should know of how it was read: zone, dropped samples. */
  readonly notes: readonly string[]
}

/** Tests as columns: the n-th element of each is about the n-th entry of raw. */
export interface TestColumns {
  readonly version: number
  /** Microseconds since the epoch; the earliest start, 0 where no test has one. */
  readonly origin: number
  readonly names: readonly string[]
  /** n → the test id, where it is not the name. */
  readonly ids: Readonly<Record<string, string>>
  /** Index into STATUSES. */
  readonly status: readonly number[]
  /** Microseconds from origin; null where the stream gave none. */
  readonly start: readonly (number | null)[]
  /** Microseconds; may be negative. */
  readonly duration: readonly (number | null)[]
  /** Index into tagSets. */
  readonly tags: readonly number[]
  readonly tagSets: readonly (readonly string[])[]
}

/**
 * Where each test's value of details is. Values and members share one space of bytes, that of the
 * uncompressed details file: member k holds its bytes from memberStart[k] to memberStart[k + 1].
 * A value may reach over several members.
 */
export interface LogIndex {
  readonly version: number
  /** First byte of the n-th test's value, and its length. */
  readonly start: readonly number[]
  readonly length: readonly number[]
  /** [first byte, length] of the output that belongs to no test; null where there is none. */
  readonly whole: readonly [number, number] | null
  readonly memberStart: readonly number[]
  /** Block of member k, its first character in the block's text, and the number of characters. */
  readonly memberBlock: readonly number[]
  readonly memberAt: readonly number[]
  readonly memberChars: readonly number[]
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
