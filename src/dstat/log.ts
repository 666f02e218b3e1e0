/** A dstat log as read: what dstat, dool and pcp-dstat write with `--output`. */

import type { Unit } from '../format/report.ts'

export interface Metric {
  /** The header's name without its group's title: `usr`, `used`, `recv`. */
  readonly name: string
  readonly unit: Unit
  /** One per sample, converted to `unit`; NaN for a blank cell, or if the log lacked the column then. */
  readonly values: Float64Array
}

export interface MetricGroup {
  /** `total cpu usage`, `memory usage`, `net/eth0`, … */
  readonly title: string
  readonly metrics: readonly Metric[]
}

/** Where the times of a log's samples come from. */
export type Clock =
  /** An epoch column: nothing to guess. */
  | 'epoch'
  /** The header's `Date:`, which named UTC or an offset from it: nothing to guess either. */
  | 'stated'
  /** The header's `Date:`, which named a zone by an abbreviation that this program knows. */
  | 'header'
  /** The log's own zone is not known: the times were read as UTC. */
  | 'assumed'
  /** Shifted by a whole number of quarter hours, so that the log overlaps the runs. */
  | 'shifted'
  /** The zone that the user named. */
  | 'given'

export interface DstatLog {
  readonly clock: Clock
  /** Microseconds since the epoch, one per sample, ascending. */
  readonly times: Float64Array
  /**
   * Shifts in microseconds: each, added to every time, is another reading of the header's zone. CST is UTC−6,
   * UTC−5 or UTC+8, so it is read as UTC with these three shifts. Empty if there is no choice,
   * or for some rows another one.
   */
  readonly shifts: readonly number[]
  readonly groups: readonly MetricGroup[]
  /** Messages for the reader: dropped samples, zone, a truncated last line. */
  readonly notes: readonly string[]
}
