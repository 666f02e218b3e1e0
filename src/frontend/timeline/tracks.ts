/**
 * The machine's charts, ready to be drawn at any zoom. A sample is that of the interval from `beginOf` its row
 * (exclusive) to the row's own time (inclusive).
 */

import type { MachineColumns, Unit } from '../../format/report.ts'
import { beginOf, type Rows, usualStep } from '../../measures.ts'
import { lastOf } from '../data/numbers.ts'
import { once } from '../data/once.ts'
import type { Span } from '../data/span.ts'
import { type Chart, chartsOf, type Role } from '../machine/charts.ts'
import { buildSamplePyramid, maxOf, type SamplePyramid } from '../machine/sample-pyramid.ts'

export interface Track {
  readonly title: string
  readonly unit: Unit
  readonly stacked: boolean
  /** Top of the scale; 0 if no value is above 0. */
  readonly top: number
  readonly series: readonly TrackSeries[]
}

interface TrackSeries {
  readonly label: string
  readonly role: Role
  readonly samples: SamplePyramid
}

/** Of each sample the time since the epoch, ascending. */
export interface MachineTracks extends Rows {
  /** Whether the interval of each sample is one step. */
  readonly isEven: boolean
  /** The largest span that is shown. */
  readonly shown: Span
  /** Empty if the log does not overlap `shown`, or has nothing to chart. */
  readonly tracks: readonly Track[]
}

/** `whole`: null for the whole log. */
export function tracksOf(machine: MachineColumns, whole: Span | null): MachineTracks {
  const { time, step, isEven, charts } = logOf(machine)
  const shown = whole ?? { from: beginOf({ time, step }, 0), to: time[time.length - 1] }
  if (!covers({ time, step }, shown)) return { time, step, isEven, shown, tracks: [] }
  const [first, end] = samplesIn({ time, step }, shown)
  const tracks = charts().map(({ title, unit, stacked, top, series, heights }) => {
    // over the whole span, so that the scale stays the same while zooming
    const highest = (): number => Math.max(0, ...heights.map((one) => maxOf(one, first, end) || 0))
    return { title, unit, stacked, top: top ?? highest(), series }
  })
  return { time, step, isEven, shown, tracks }
}

/** What does not depend on the span shown: 25 MB for the log of a day, which fifty runs may share. */
interface Log extends Rows {
  readonly isEven: boolean
  readonly charts: () => readonly LogChart[]
}

interface LogChart extends Omit<Track, 'top'> {
  /** Null if it depends on the span shown. */
  readonly top: number | null
  /** What the scale must have room for: each series, or their sum. */
  readonly heights: readonly SamplePyramid[]
}

const known = new WeakMap<MachineColumns, Log>()

const logOf = (machine: MachineColumns): Log =>
  once(known, machine, () => {
    let built: readonly LogChart[] | null = null
    const time = Float64Array.from(machine.time, (offset) => machine.origin + offset)
    const step = usualStep(machine.time)
    return {
      time,
      step,
      isEven: time.every((end, i) => Math.abs(end - beginOf({ time, step }, i) - step) <= step / 100),
      charts: () => (built ??= chartsOf(machine).map(logChartOf)),
    }
  })

function logChartOf({ title, unit, stacked, top, series: drawn }: Chart): LogChart {
  const series = drawn.map(({ label, role, values }) => ({
    label,
    role,
    samples: buildSamplePyramid(values),
  }))
  const each = series.map(({ samples }) => samples)
  const heights = stacked && top === null ? [buildSamplePyramid(sumOf(each))] : each
  return { title, unit, stacked, top, series, heights }
}

/** Sum per sample; unknown values count as 0. */
const sumOf = (all: readonly SamplePyramid[]): Float64Array =>
  all[0].values.map((_, i) => all.reduce((sum, { values }) => sum + (values[i] || 0), 0))

export const covers = (log: Rows, { from, to }: Span): boolean =>
  beginOf(log, 0) <= to && log.time[log.time.length - 1] >= from

/** The sample in whose interval a time is; −1 in a hole and outside the log. */
export function sampleAt(log: Rows, at: number): number {
  const sample = firstFrom(log, at)
  return sample < log.time.length && beginOf(log, sample) < at ? sample : -1
}

/** Indexes of the samples whose intervals overlap a span, end exclusive. */
export function samplesIn(log: Rows, { from, to }: Span): [number, number] {
  const last = firstFrom(log, to)
  const isBegun = last < log.time.length && beginOf(log, last) < to
  return [firstAfter(log.time, from), isBegun ? last + 1 : last]
}

/** Index of the first sample at `at` or later. The times of samples are whole microseconds. */
const firstFrom = ({ time }: Rows, at: number): number => firstAfter(time, Math.ceil(at) - 1)

/** Index of the first sample later than `at`. */
export const firstAfter = (time: Float64Array, at: number): number =>
  lastOf(time.length, (sample) => time[sample] <= at) + 1
