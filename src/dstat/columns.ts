/** Converts a log to the form that the page reads. */

import type { MachineColumns, Unit } from '../format/report.ts'
import { REPORT_VERSION } from '../format/report.ts'
import type { DstatLog } from './log.ts'

/**
 * Characters of JSON that the page may have of a log's numbers: the longest string of V8, which writes and parses it, has
 * 512 MiB, of which titles need some.
 */
const MOST_JSON = 500 << 20

/** Characters of the longest number, `-1.2345678901234567e+300`, and of the comma behind it. */
const LONGEST = 25

/** Whether the log is too long for the page. */
export function isTooLong({ times, groups }: DstatLog): boolean {
  const metrics = groups.flatMap((group) => group.metrics)
  let length = times.length * LONGEST
  // to count the characters of so many numbers takes seconds
  if (length * (1 + metrics.length) <= MOST_JSON) return false
  for (const { unit, values } of metrics)
    for (const value of values) length += String(rounded(value, unit)).length + 1
  return length > MOST_JSON
}

/** The log's numbers as dstat writes them: bytes as integers, others to 3 decimals; null for NaN. */
export function machineColumns(log: DstatLog): MachineColumns {
  const origin = log.times[0] ?? 0
  return {
    version: REPORT_VERSION,
    origin,
    time: Array.from(log.times, (time) => time - origin),
    groups: log.groups.map(({ title, metrics }) => ({
      title,
      metrics: metrics.map(({ name, unit, values }) => ({
        name,
        unit,
        values: Array.from(values, (value) => rounded(value, unit)),
      })),
    })),
  }
}

function rounded(value: number, unit: Unit): number | null {
  if (!Number.isFinite(value)) return null
  const whole = unit === 'bytes' || unit === 'bytes/s'
  // `+ 0` turns −0 into 0: JSON.stringify drops the sign, and comparisons should not see it.
  return (whole ? Math.round(value) : Math.round(value * 1000) / 1000) + 0
}
