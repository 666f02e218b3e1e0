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
  /** Top of the scale; 0 where nothing is more than that. */
  readonly top: number
  readonly series: readonly TrackSeries[]
}

export interface TrackSeries {
  readonly label: string
  readonly role: Role
  readonly samples: SamplePyramid
}

export interface MachineTracks {
  /** Microseconds since the epoch of each sample, ascending. */
  readonly time: Float64Array
  /** Microseconds: samples further apart than this have a hole between them. */
  readonly hole: number
  /** What is shown of it at most. */
  readonly shown: Span
  /** None where the log is of other hours. */
  readonly tracks: readonly Track[]
}

/** `whole`: null for all of the log. */
export function tracksOf(machine: MachineColumns, whole: Span | null): MachineTracks {
  const { time, hole, charts } = logOf(machine)
  const shown = whole ?? { from: time[0], to: time[time.length - 1] }
  if (!covers(time, shown)) return { time, hole, shown, tracks: [] }
  // the sample before holds at first
  const [first, end] = [Math.max(0, firstAfter(time, shown.from) - 1), firstAfter(time, shown.to)]
  const tracks = charts().map(({ title, unit, stacked, top, series, heights }) => {
    // of the whole, so that the scale stays while one looks nearer
    const highest = (): number => Math.max(0, ...heights.map((one) => maxOf(one, first, end) || 0))
    return { title, unit, stacked, top: top ?? highest(), series }
  })
  return { time, hole, shown, tracks }
}

/** What is the same whatever part of a log is shown: 25 MB of a day's, over which fifty runs may have been. */
interface Log extends Pick<MachineTracks, 'time' | 'hole'> {
  readonly charts: () => readonly LogChart[]
}

interface LogChart extends Omit<Track, 'top'> {
  /** Null where it depends on what is shown. */
  readonly top: number | null
  /** What there must be room for: each series, or their sum. */
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

/** Sample by sample; what is not known adds nothing. */
const sumOf = (all: readonly SamplePyramid[]): Float64Array =>
  all[0].values.map((_, i) => all.reduce((sum, { values }) => sum + (values[i] || 0), 0))

export const covers = (time: Float64Array, { from, to }: Span): boolean =>
  time[0] <= to && time[time.length - 1] >= from

/** The sample that holds at a time, the last one before it; −1 in a hole and outside of the log. */
export function sampleAt({ time, hole }: MachineTracks, at: number): number {
  const sample = firstAfter(time, at) - 1
  return sample >= 0 && at - time[sample] <= hole ? sample : -1
}

/** The first sample later than that. */
export function firstAfter(time: Float64Array, at: number): number {
  let [low, high] = [0, time.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (time[middle] <= at) low = middle + 1
    else high = middle
  }
  return low
}
