/** Machine metrics during a span, next to their usual values in the whole run. */

import type { Unit } from '../../format/report.ts'
import { medianOf } from '../machine/median.ts'
import { meanOf } from '../machine/sample-pyramid.ts'
import type { Span } from './pyramid.ts'
import { type MachineTracks, sampleAt, samplesIn, type Track } from './tracks.ts'

export interface MachineFact {
  readonly label: string
  readonly unit: Unit
  /** Mean over the samples of the span; NaN if there are none. */
  readonly during: number
  /** Median over the samples of the whole run. */
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

/** Whether the series are parts of one percentage, so that their total is of interest. */
const isShare = ({ stacked, unit }: Track): boolean => stacked && unit === 'percent'

/** Indexes of the samples in a span, end exclusive; without any, of the one that holds at its start. */
function samplesOf(machine: MachineTracks, span: Span): readonly [number, number] {
  const [first, end] = samplesIn(machine.time, span)
  if (end > first) return [first, end]
  const held = sampleAt(machine, span.from)
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
  const [first, end] = samplesIn(machine.time, whole)
  const usual = machine.tracks.map(({ series }) => {
    const columns = series.map(({ samples }) => samples.values.subarray(first, end))
    const totals = Float64Array.from(columns[0] ?? [], (_, i) => sum(columns.map((column) => column[i])))
    return { total: medianOf(totals), series: columns.map(medianOf) }
  })
  known.set(machine, { whole, usual })
  return usual
}

/** Sum of the known values; NaN if none is known. */
function sum(values: readonly number[]): number {
  const there = values.filter((value) => !Number.isNaN(value))
  return there.length === 0 ? Number.NaN : there.reduce((a, b) => a + b, 0)
}
