/** Summarises a machine's load over a run in as few numbers as fit on a line of text. */

import type { DstatLog, MetricGroup } from '../dstat/log.ts'
import { usualStep } from '../dstat/overlap.ts'
import type { Span } from './types.ts'

/** Usual steps: there is a hole between rows further apart. */
const HOLE = 5
/** A second, in which dstat writes a row unless it is told otherwise: for a log of one. */
const DEFAULT_STEP = 1e6

export interface Series {
  /** Percent of all processors, or bytes. */
  readonly mean: number
  readonly max: number
  /** Per bucket, the mean over its time; NaN if the log has nothing of it. */
  readonly buckets: Float64Array
}

export interface MachineSeries {
  /** Percent of time in user and system mode; null if the log has none. */
  readonly cpu: Series | null
  /** Bytes in use; null if the log has none. */
  readonly memory: Series | null
}

/** Time outside the span is ignored; null if the log has neither series for it. */
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

/** A row holds averages over the time that ends with it: each counts for as long as its interval is in the span. */
function seriesOf(
  times: Float64Array,
  valueOf: (row: number) => number,
  { start, end }: Span,
  count: number,
): Series | null {
  const buckets = new Float64Array(count)
  const shares = new Float64Array(count)
  const length = Math.max(end - start, 1)
  const width = length / count
  const step = usualStep(times) || DEFAULT_STEP
  let [sum, seen, max] = [0, 0, Number.NEGATIVE_INFINITY]
  for (let row = 0; row < times.length; row++) {
    const from = Math.max(0, beginOf(times, row, step) - start)
    const to = Math.min(length, times[row] - start)
    const value = from < to ? valueOf(row) : Number.NaN
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

/** When a row's interval begins: with the row before, or one usual step earlier if that is missing or too old. */
function beginOf(times: Float64Array, row: number, step: number): number {
  const before = row === 0 ? Number.NEGATIVE_INFINITY : times[row - 1]
  return times[row] - before <= HOLE * step ? before : times[row] - step
}
