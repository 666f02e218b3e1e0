/** The machine's charts, ready to be drawn at any zoom. */

import type { MachineColumns, Unit } from '../../format/report.ts'
import { type Chart, chartsOf, type Role } from '../machine/charts.ts'
import { usualStep } from '../machine/median.ts'
import { buildSamplePyramid, maxOf, type SamplePyramid } from '../machine/sample-pyramid.ts'
import type { Span } from './pyramid.ts'

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

export interface MachineTracks {
  /** Microseconds since the epoch of each sample, ascending. */
  readonly time: Float64Array
  /** Microseconds: there is a hole between samples further apart than this. */
  readonly hole: number
  /** The largest span that is shown. */
  readonly shown: Span
  /** Empty if the log does not overlap `shown`, or has nothing to chart. */
  readonly tracks: readonly Track[]
}

/** `whole`: null for the whole log. */
export function tracksOf(machine: MachineColumns, whole: Span | null): MachineTracks {
  const { time, hole, charts } = logOf(machine)
  const shown = whole ?? { from: time[0], to: time[time.length - 1] }
  if (!covers(time, shown)) return { time, hole, shown, tracks: [] }
  // at the start, the sample before still holds
  const [first, end] = [Math.max(0, firstAfter(time, shown.from) - 1), firstAfter(time, shown.to)]
  const tracks = charts().map(({ title, unit, stacked, top, series, heights }) => {
    // over the whole span, so that the scale stays the same while zooming
    const highest = (): number => Math.max(0, ...heights.map((one) => maxOf(one, first, end) || 0))
    return { title, unit, stacked, top: top ?? highest(), series }
  })
  return { time, hole, shown, tracks }
}

/** What does not depend on the span shown: 25 MB for the log of a day, which fifty runs may share. */
interface Log extends Pick<MachineTracks, 'time' | 'hole'> {
  readonly charts: () => readonly LogChart[]
}

interface LogChart extends Omit<Track, 'top'> {
  /** Null if it depends on the span shown. */
  readonly top: number | null
  /** What the scale must have room for: each series, or their sum. */
  readonly heights: readonly SamplePyramid[]
}

const known = new WeakMap<MachineColumns, Log>()

function logOf(machine: MachineColumns): Log {
  let log = known.get(machine)
  if (log === undefined) {
    let built: readonly LogChart[] | null = null
    log = {
      time: Float64Array.from(machine.time, (offset) => machine.origin + offset),
      hole: 5 * usualStep(machine.time),
      charts: () => (built ??= chartsOf(machine).map(logChartOf)),
    }
    known.set(machine, log)
  }
  return log
}

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

export const covers = (time: Float64Array, { from, to }: Span): boolean =>
  time[0] <= to && time[time.length - 1] >= from

/** The sample that holds at a time, i.e. the last one until then; −1 in a hole and outside the log. */
export function sampleAt({ time, hole }: MachineTracks, at: number): number {
  const sample = firstAfter(time, at) - 1
  return sample >= 0 && at - time[sample] <= hole ? sample : -1
}

/** Indexes of the samples in a span, end exclusive. One at its very start is in it, for it holds from there on. */
export const samplesIn = (time: Float64Array, { from, to }: Span): [number, number] => [
  firstAfter(time, from - 1), // the times of samples are whole microseconds
  firstAfter(time, to),
]

/** Index of the first sample later than `at`. */
export function firstAfter(time: Float64Array, at: number): number {
  let [low, high] = [0, time.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (time[middle] <= at) low = middle + 1
    else high = middle
  }
  return low
}
