/** A dstat log as read: what dstat, dool and pcp-dstat write with `--output`. */

import type { Unit } from '../format/report.ts'

export interface Metric {
  /** As the header has it, its group's title taken off: `usr`, `used`, `recv`. */
  readonly name: string
  readonly unit: Unit
  /** In `unit`, whatever the log had; one a sample; NaN for a blank cell or where the log's columns changed. */
  readonly values: Float64Array
}

export interface MetricGroup {
  /** `total cpu usage`, `memory usage`, `net/eth0`, … */
  readonly title: string
  readonly metrics: readonly Metric[]
}

/** How the times of a log's samples came to be. */
export type Clock =
  /** From an epoch column: nothing to guess. */
  | 'epoch'
  /** From `Date:` in the header, which named a zone this program knows. */
  | 'header'
  /** The log's own zone is not known: read as UTC. */
  | 'assumed'
  /** Moved by a whole number of quarter hours, so that it overlaps the runs. */
  | 'shifted'
  /** As the user said. */
  | 'given'

export interface DstatLog {
  /** The first line's words: `dool 1.3.4 CSV output`; empty where they are missing. */
  readonly generator: string
  readonly clock: Clock
  /** Microseconds since the epoch, ascending as read, one a sample. */
  readonly times: Float64Array
  /**
   * Microseconds; each, added to every time, is another way to read the header's zone. CST is UTC−6,
   * UTC−5 or UTC+8: read as UTC, with these three to choose from. Empty where there is no choice.
   */
  readonly shifts: readonly number[]
  readonly groups: readonly MetricGroup[]
  /** What a reader should know: dropped samples, zone, a cut last line. */
  readonly notes: readonly string[]
}
