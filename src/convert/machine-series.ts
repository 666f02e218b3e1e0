/** Summarises a machine's load over a run in as few numbers as fit on a line of text. */

import type { Span } from '../convert.ts'
import type { DstatLog, MetricGroup } from '../dstat/log.ts'

export interface Series {
  /** Percent of all processors, or bytes. */
  readonly mean: number
  readonly max: number
  /** Per bucket, the mean of its samples; NaN if it has none. */
  readonly buckets: Float64Array
}

export interface MachineSeries {
  /** Percent of time in user and system mode; null if the log has none. */
  readonly cpu: Series | null
  /** Bytes in use; null if the log has none. */
  readonly memory: Series | null
}

/** Samples outside the span are ignored; null if the log has neither series for it. */
export function machineSeries(log: DstatLog, span: Span, buckets: number): MachineSeries | null {
  const cpus = groupsOf(log, /^total (?:cpu )?usage$/, /^cpu ?\d+ usage$/)
  const cpu = seriesOf(log.times, meanOfSums(cpus, ['usr', 'sys']), span, buckets)
  const memory = seriesOf(log.times, meanOfSums(groupsOf(log, /^memory usage$/), ['used']), span, buckets)
  return cpu === null && memory === null ? null : { cpu, memory }
}

/** The group with the total; if there is none, the groups of its parts. */
function groupsOf({ groups }: DstatLog, total: RegExp, parts?: RegExp): MetricGroup[] {
  const whole = groups.find(({ title }) => total.test(title))
  if (whole !== undefined) return [whole]
  return parts === undefined ? [] : groups.filter(({ title }) => parts.test(title))
}

/** For a sample, the sum of the named metrics of a group, averaged over the groups that have values. */
function meanOfSums(groups: readonly MetricGroup[], names: readonly string[]): (row: number) => number {
  const columns = groups.map(({ metrics }) =>
    metrics.filter(({ name }) => names.includes(name)).map(({ values }) => values),
  )
  return (row) => {
    let [sum, count] = [0, 0]
    for (const metrics of columns) {
      const value = metrics.reduce(
        (total, values) => total + values[row],
        metrics.length === 0 ? Number.NaN : 0,
      )
      if (Number.isNaN(value)) continue
      sum += value
      count += 1
    }
    return count === 0 ? Number.NaN : sum / count
  }
}

function seriesOf(
  times: Float64Array,
  valueOf: (row: number) => number,
  { start, end }: Span,
  count: number,
): Series | null {
  const buckets = new Float64Array(count)
  const samples = new Uint32Array(count)
  const width = Math.max(end - start, 1) / count
  let [sum, seen, max] = [0, 0, Number.NEGATIVE_INFINITY]
  for (let row = 0; row < times.length; row++) {
    if (times[row] < start || times[row] > end) continue
    const value = valueOf(row)
    if (Number.isNaN(value)) continue
    const bucket = Math.min(count - 1, Math.floor((times[row] - start) / width))
    buckets[bucket] += value
    samples[bucket] += 1
    sum += value
    seen += 1
    max = Math.max(max, value)
  }
  if (seen === 0) return null
  return { mean: sum / seen, max, buckets: buckets.map((total, i) => total / samples[i]) }
}
