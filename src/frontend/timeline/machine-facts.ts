/** The machine during a span of time, beside what is usual for the whole run. */

import type { Unit } from '../../format/report.ts'
import { medianOf } from '../machine/median.ts'
import { meanOf } from '../machine/sample-pyramid.ts'
import type { Span } from './pyramid.ts'
import { firstAfter, type MachineTracks, sampleAt, type Track } from './tracks.ts'

export interface MachineFact {
  readonly label: string
  readonly unit: Unit
  /** The mean over the samples of the span; NaN where there are none. */
  readonly during: number
  /** The median over the samples of the whole. */
  readonly usual: number
}

export function machineFacts(machine: MachineTracks, span: Span, whole: Span): MachineFact[] {
  const [first, end] = samplesOf(machine, span)
  const usual = usualOf(machine, whole)
  return machine.tracks.flatMap((track, n) => {
    const during = track.series.map(({ samples }) => meanOf(samples, first, end))
    const facts = track.series.map(({ label }, i) => ({
      label: `${track.title} ${label}`,
      unit: track.unit,
      during: during[i],
      usual: usual[n].series[i],
    }))
    if (!isShare(track)) return facts
    const total = { label: track.title, unit: track.unit, during: sum(during), usual: usual[n].total }
    return [total, ...facts]
  })
}

/** Of a share of something whole, the parts add up to a number of interest. */
const isShare = ({ stacked, unit }: Track): boolean => stacked && unit === 'percent'

/** The samples of a span, or the one that holds in a span that is shorter than their distance. */
function samplesOf(machine: MachineTracks, { from, to }: Span): [number, number] {
  const first = firstAfter(machine.time, from)
  const end = firstAfter(machine.time, to)
  if (end > first) return [first, end]
  const held = sampleAt(machine, from)
  return held < 0 ? [0, 0] : [held, held + 1]
}

interface Usual {
  readonly total: number
  readonly series: readonly number[]
}

const known = new WeakMap<MachineTracks, { readonly whole: Span; readonly usual: readonly Usual[] }>()

function usualOf(machine: MachineTracks, whole: Span): readonly Usual[] {
  const found = known.get(machine)
  if (found !== undefined && found.whole.from === whole.from && found.whole.to === whole.to)
    return found.usual
  const [first, end] = [firstAfter(machine.time, whole.from), firstAfter(machine.time, whole.to)]
  const usual = machine.tracks.map(({ series }) => {
    const columns = series.map(({ samples }) => samples.values.subarray(first, end))
    const totals = Float64Array.from(columns[0] ?? [], (_, i) => sum(columns.map((column) => column[i])))
    return { total: medianOf(totals), series: columns.map(medianOf) }
  })
  known.set(machine, { whole, usual })
  return usual
}

/** Without those that are not known; NaN where none is. */
function sum(values: readonly number[]): number {
  const there = values.filter((value) => !Number.isNaN(value))
  return there.length === 0 ? Number.NaN : there.reduce((a, b) => a + b, 0)
}
