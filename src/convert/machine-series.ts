/** Summarises a machine's load over a run in as few numbers as fit on a line of text. */

import type { DstatLog } from '../dstat/log.ts'
import { beginOf, CPU, MEMORY, measured, SYSTEM, usualStep } from '../measures.ts'
import type { Span } from './types.ts'

export interface Series {
  /** Percent of all processors, or bytes. */
  readonly mean: number
  readonly max: number
  /** Per bucket, the mean over its time; NaN if the log has nothing of it. */
  readonly buckets: Float64Array
}

export interface MachineSeries {
  /** Percent of time in user and system mode, interrupts too; null if the log has none. */
  readonly cpu: Series | null
  /** Bytes in use; null if the log has none. */
  readonly memory: Series | null
}

/** Time outside the span is ignored; null if the log has neither series for it. */
export function machineSeries(log: DstatLog, span: Span, buckets: number): MachineSeries | null {
  const { times, groups } = log
  const cpu = seriesOf(times, measured(groups, CPU, ['usr', ...SYSTEM], times.length), span, buckets)
  const memory = seriesOf(times, measured(groups, MEMORY, ['used'], times.length), span, buckets)
  return cpu === null && memory === null ? null : { cpu, memory }
}

/** Each row counts for as long as its interval is in the span. */
function seriesOf(
  times: Float64Array,
  values: Float64Array,
  { start, end }: Span,
  count: number,
): Series | null {
  const buckets = new Float64Array(count)
  const shares = new Float64Array(count)
  const length = Math.max(end - start, 1)
  const width = length / count
  const rows = { time: times, step: usualStep(times) }
  let [sum, seen, max] = [0, 0, Number.NEGATIVE_INFINITY]
  for (let row = 0; row < times.length; row++) {
    const from = Math.max(0, beginOf(rows, row) - start)
    const to = Math.min(length, times[row] - start)
    const value = from < to ? values[row] : Number.NaN
    if (Number.isNaN(value)) continue
    for (let bucket = Math.floor(from / width); bucket < count && bucket * width < to; bucket++) {
      const share = Math.max(0, Math.min(to, (bucket + 1) * width) - Math.max(from, bucket * width))
      buckets[bucket] += value * share
      shares[bucket] += share
    }
    sum += value * (to - from)
    seen += to - from
    max = Math.max(max, value)
  }
  if (seen === 0) return null
  return { mean: sum / seen, max, buckets: buckets.map((total, i) => total / shares[i]) }
}
