/** Writes the results as tables into README.md, between two marks. */

import { formatSeconds } from '../src/words/duration.ts'
import { formatBytes } from '../src/words/number.ts'
import { BENCHES, type Target } from './benches.ts'
import {
  describeRows,
  type MeasuredSeries,
  median,
  type Result,
  type Results,
  writeBetween,
} from './results.ts'

export const writeTables = (results: Results): void => writeBetween('results', tables(results))

/** In the order of BENCHES, regardless of when each was run. */
export function tables(results: Results): string {
  const rows = Object.keys(BENCHES).flatMap((name) =>
    name in results ? [[name, results[name]] as const] : [],
  )
  const targets = rows.flatMap(([name, result]) =>
    result.targets.map((target) => targetRow(name, target, result)),
  )
  const series = rows.flatMap(([name, result]) => result.series.map((one) => seriesRow(name, one)))
  return [
    ...describeRows(rows),
    '',
    '| | target | measured | |',
    '|---|---|---|---|',
    ...targets,
    '',
    '| | | CPU, median | from – to | peak memory | rounds |',
    '|---|---|---|---|---|---|',
    ...series,
    '',
  ].join('\n')
}

function targetRow(name: string, target: Target, { series }: Result): string {
  const words = `\`${name}\` | ${wordsOf(target)}`
  const measured = measuredOf(target, series)
  if (measured === null) return `| ${words} | not measured | |`
  const verdict = measured <= target.limit ? 'met' : '**missed**'
  return `| ${words} | ${target.kind === 'cpu' ? times(measured) : formatBytes(Math.max(measured, 0))} | ${verdict} |`
}

function wordsOf(target: Target): string {
  return target.kind === 'cpu'
    ? `${target.of}: at most ${times(target.limit)}${target.limit < 1 ? ' of' : ''} ${target.per}`
    : `${target.of}: at most ${formatBytes(target.limit)} of memory${target.names === 0 ? '' : ` beyond the ${formatBytes(target.names)} of the names`}`
}

/** Null if one of the series is missing. */
function measuredOf(target: Target, series: readonly MeasuredSeries[]): number | null {
  const of = samplesOf(series, target.of)
  if (of === null) return null
  if (target.kind === 'memory') return peakOf(of) - target.names
  const per = samplesOf(series, target.per)
  return per === null ? null : cpuOf(of) / cpuOf(per)
}

function samplesOf(series: readonly MeasuredSeries[], name: string): MeasuredSeries['samples'] | null {
  const samples = series.find((one) => one.name === name)?.samples ?? []
  return samples.length === 0 ? null : samples
}

function seriesRow(name: string, { name: program, samples, missing }: MeasuredSeries): string {
  const head = `| \`${name}\` | ${program} |`
  if (samples.length === 0) return `${head} ${missing} | | | |`
  const taken = samples.map(({ cpu }) => cpu)
  const range = `${formatSeconds(Math.min(...taken))} – ${formatSeconds(Math.max(...taken))}`
  return `${head} ${formatSeconds(cpuOf(samples))} | ${range} | ${formatBytes(peakOf(samples))} | ${samples.length} |`
}

const cpuOf = (samples: MeasuredSeries['samples']): number => median(samples.map(({ cpu }) => cpu))
const peakOf = (samples: MeasuredSeries['samples']): number => Math.max(...samples.map(({ peak }) => peak))

/** `3.42 ×`, or `1/20.1`. */
const times = (ratio: number): string =>
  ratio < 1 ? `1/${Number((1 / ratio).toPrecision(3))}` : `${Number(ratio.toPrecision(3))} ×`
