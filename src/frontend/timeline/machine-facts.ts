/** Machine metrics during a span, next to their usual values in the whole run. */

import type { Unit } from '../../format/report.ts'
import { beginOf, medianOf } from '../../measures.ts'
import type { Span } from '../data/span.ts'
import { meanOf, type SamplePyramid } from '../machine/sample-pyramid.ts'
import { type MachineTracks, samplesIn, type Track } from './tracks.ts'

export interface MachineFact {
  readonly label: string
  readonly unit: Unit
  /** Mean over the span; NaN if the log has nothing of it. */
  readonly during: number
  /** Median over the samples of the whole run. */
  readonly usual: number
  /** Mean over the whole run, which a few samples may raise far above the median. */
  readonly mean: number
}

export function machineFacts(machine: MachineTracks, span: Span, whole: Span): MachineFact[] {
  const parts = partsOf(machine, span)
  const usual = usualOf(machine, whole)
  return machine.tracks.flatMap((track, n) => {
    const during = track.series.map(({ samples }) => meanOver(samples, parts))
    const facts = track.series.map(({ label }, i) => ({
      label: `${track.title} ${label}`,
      unit: track.unit,
      during: during[i],
      ...usual[n].series[i],
    }))
    if (!isShare(track)) return facts
    const total = sum(ofUse(track, during))
    return [{ label: track.title, unit: track.unit, during: total, ...usual[n].total }, ...facts]
  })
}

/** Whether the series are parts of one percentage, so that their total is of interest. */
const isShare = ({ stacked, unit }: Track): boolean => stacked && unit === 'percent'

/** Values of what used the processors, as in the job's summary: while they wait for a disk, they are free. */
const ofUse = <T>({ series }: Track, values: readonly T[]): T[] =>
  values.filter((_, i) => series[i].role === 'main' || series[i].role === 'second')

/** Samples from `first` to before `end`, and how much of their time is in a span. */
interface Part {
  readonly first: number
  readonly end: number
  readonly shared: number
}

/**
 * The samples of a span: each counts for what its interval shares with the span. Those of an even log count alike,
 * and are one part, but for the first and the last. A span without duration is in the interval of one sample.
 */
function partsOf(machine: MachineTracks, { from, to }: Span): readonly Part[] {
  const span = { from: Math.min(from, to - 1), to }
  const [first, end] = samplesIn(machine, span)
  const one = (sample: number): Part => {
    const begin = Math.max(span.from, beginOf(machine, sample))
    return { first: sample, end: sample + 1, shared: Math.min(span.to, machine.time[sample]) - begin }
  }
  if (!machine.isEven || end - first < 3) return Array.from({ length: end - first }, (_, i) => one(first + i))
  const within = { first: first + 1, end: end - 1, shared: (end - first - 2) * machine.step }
  return [one(first), within, one(end - 1)]
}

function meanOver(samples: SamplePyramid, parts: readonly Part[]): number {
  let [total, shared] = [0, 0]
  for (const part of parts) {
    const mean = meanOf(samples, part.first, part.end)
    if (Number.isNaN(mean)) continue
    total += mean * part.shared
    shared += part.shared
  }
  return total / shared
}

type Usual = Pick<MachineFact, 'usual' | 'mean'>

interface UsualOfTrack {
  readonly total: Usual
  readonly series: readonly Usual[]
}

const known = new WeakMap<MachineTracks, { readonly whole: Span; readonly usual: readonly UsualOfTrack[] }>()

function usualOf(machine: MachineTracks, whole: Span): readonly UsualOfTrack[] {
  const found = known.get(machine)
  if (found !== undefined && found.whole.from === whole.from && found.whole.to === whole.to)
    return found.usual
  const [first, end] = samplesIn(machine, whole)
  const parts = partsOf(machine, whole)
  const usual = machine.tracks.map((track) => {
    const { series } = track
    const columns = series.map(({ samples }) => samples.values.subarray(first, end))
    const used = ofUse(track, columns)
    const totals = Float64Array.from(columns[0], (_, i) => sum(used.map((column) => column[i])))
    const means = series.map(({ samples }) => meanOver(samples, parts))
    return {
      total: { usual: medianOf(totals), mean: sum(ofUse(track, means)) },
      series: columns.map((column, i) => ({ usual: medianOf(column), mean: means[i] })),
    }
  })
  known.set(machine, { whole, usual })
  return usual
}

/** Sum of the known values; NaN if none is known. */
function sum(values: readonly number[]): number {
  const there = values.filter((value) => !Number.isNaN(value))
  return there.length === 0 ? Number.NaN : there.reduce((a, b) => a + b, 0)
}
