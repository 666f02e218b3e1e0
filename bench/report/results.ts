/** The measurements, kept beside bench/results.json: rows that are not run again keep their numbers. */

import { type Measured, median } from '../results.ts'
import type { Statistic, Target, Unit } from './row.ts'

export type Result = Measured<MeasuredSeries, Target>

export interface MeasuredSeries {
  readonly name: string
  readonly unit: Unit
  /** Statistics of each round's numbers. */
  readonly rounds: readonly Readonly<Record<Statistic, number>>[]
}

export type Results = Readonly<Record<string, Result>>

export function statisticsOf(values: readonly number[]): Record<Statistic, number> {
  if (values.length === 0) throw new Error('nothing was measured')
  const sorted = [...values].sort((a, b) => a - b)
  return {
    median: median(sorted),
    p95: sorted[Math.ceil(0.95 * sorted.length) - 1],
    most: sorted[sorted.length - 1],
  }
}

/** The median over the rounds; null if the series was not measured. */
export function statisticOf(series: readonly MeasuredSeries[], name: string, of: Statistic): number | null {
  const rounds = series.find((one) => one.name === name)?.rounds ?? []
  return rounds.length === 0 ? null : median(rounds.map((round) => round[of]))
}
