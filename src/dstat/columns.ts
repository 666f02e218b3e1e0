/** Converts a log to the form that the page reads. */

import type { MachineColumns, Unit } from '../format/report.ts'
import { REPORT_VERSION } from '../format/report.ts'
import type { DstatLog } from './log.ts'

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
