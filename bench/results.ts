/** The measurements, kept in results.json: rows that are not run again keep their numbers. */

import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { formatBytes } from '../src/words/number.ts'
import type { Target } from './benches.ts'
import type { Sample } from './measure.ts'

/** What was measured of a row. */
export interface Measured<Series, Wanted> {
  readonly input: string
  /** The day, as `2026-03-01`. */
  readonly date: string
  readonly machine: string
  readonly series: readonly Series[]
  readonly targets: readonly Wanted[]
}

export type Result = Measured<MeasuredSeries, Target>

export interface MeasuredSeries {
  readonly name: string
  /** One per round. */
  readonly samples: readonly Sample[]
  /** Why there are no samples. */
  readonly missing?: string
}

export type Results = Readonly<Record<string, Result>>

/** Keeps a row's result in a file of this directory; returns the results of all rows. */
export function keepResult<T>(name: string, row: string, result: T): Record<string, T> {
  const file = join(import.meta.dirname, name)
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, T>
  const results = { ...kept, [row]: result }
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`)
  return results
}

const README = join(import.meta.dirname, 'README.md')

/** Writes text into README.md, between two marks of that name. */
export function writeBetween(mark: string, text: string): void {
  const between = new RegExp(`(?<=<!-- ${mark} -->\\n).*(?=<!-- /${mark} -->)`, 's')
  writeFileSync(
    README,
    readFileSync(README, 'utf8').replace(between, () => text),
  )
}

/** The machines, numbered, and the rows with their inputs, days and machines, as lines of Markdown. */
export function describeRows(
  rows: readonly (readonly [string, Pick<Result, 'input' | 'date' | 'machine'>])[],
): string[] {
  const machines = [...new Set(rows.map(([, { machine }]) => machine))]
  return [
    'Machines:',
    '',
    ...machines.map((machine, n) => `${n + 1}. ${machine}`),
    '',
    ...rows.map(
      ([name, { input, date, machine }]) =>
        `- \`${name}\`: ${input} (${date}, machine ${machines.indexOf(machine) + 1})`,
    ),
  ]
}

export function describeMachine(): string {
  const model = cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? process.arch
  const { platform, version } = process
  return `${model}, ${availableParallelism()} cores, ${formatBytes(totalmem())}, ${platform}, Node ${version}`
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
