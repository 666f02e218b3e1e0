/** The machine's charts, ready to be drawn at any zoom. */

import type { MachineColumns, Unit } from '../../format/report.ts'
import { type Chart, chartsOf, type Role } from '../machine/charts.ts'
import { usualStep } from '../machine/median.ts'
import { buildSamplePyramid, type SamplePyramid } from '../machine/sample-pyramid.ts'
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
  const time = Float64Array.from(machine.time, (offset) => machine.origin + offset)
  const shown = whole ?? { from: time[0], to: time[time.length - 1] }
  const charts = covers(time, shown) ? chartsOf(machine) : []
  // the sample before holds at first
  const samples: Samples = [Math.max(0, firstAfter(time, shown.from) - 1), firstAfter(time, shown.to)]
  const tracks = charts.map((chart) => trackOf(chart, samples))
  return { time, hole: 5 * usualStep(machine.time), shown, tracks }
}

type Samples = readonly [first: number, end: number]

function trackOf({ title, unit, stacked, top, series }: Chart, samples: Samples): Track {
  return {
    title,
    unit,
    stacked,
    top: top ?? highest(series, stacked, samples),
    series: series.map(({ label, role, values }) => ({ label, role, samples: buildSamplePyramid(values) })),
  }
}

/** Of the whole, so that the scale stays while one looks nearer. */
function highest(series: Chart['series'], stacked: boolean, [first, end]: Samples): number {
  const values = series.map((one) => one.values)
  let top = 0
  for (let i = first; i < end; i++) {
    let sum = 0
    for (const column of values) {
      if (!Number.isNaN(column[i])) sum = stacked ? sum + column[i] : Math.max(sum, column[i])
    }
    top = Math.max(top, sum)
  }
  return top
}

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
