/** The machine's charts, ready to be drawn at any zoom. */

import type { MachineColumns, Unit } from '../../format/report.ts'
import { type Chart, chartsOf, type Role } from '../machine/charts.ts'
import { usualStep } from '../machine/median.ts'
import { buildSamplePyramid, type SamplePyramid } from '../machine/sample-pyramid.ts'

export interface Track {
  readonly title: string
  readonly unit: Unit
  readonly stacked: boolean
  /** Top of the scale. */
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
  readonly tracks: readonly Track[]
}

export function tracksOf(machine: MachineColumns): MachineTracks {
  const time = Float64Array.from(machine.time, (offset) => machine.origin + offset)
  return { time, hole: 5 * usualStep(machine.time), tracks: chartsOf(machine).map(trackOf) }
}

function trackOf({ title, unit, stacked, top, series }: Chart): Track {
  return {
    title,
    unit,
    stacked,
    top: top ?? highest(series, stacked),
    series: series.map(({ label, role, values }) => ({ label, role, samples: buildSamplePyramid(values) })),
  }
}

/** Of the whole log, so that the scale stays while one looks nearer; never 0: a machine at rest is a flat line. */
function highest(series: Chart['series'], stacked: boolean): number {
  const values = series.map((one) => one.values)
  let top = 0
  for (let i = 0; i < (values[0]?.length ?? 0); i++) {
    let sum = 0
    for (const column of values) {
      if (!Number.isNaN(column[i])) sum = stacked ? sum + column[i] : Math.max(sum, column[i])
    }
    top = Math.max(top, sum)
  }
  return top || 1
}

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
