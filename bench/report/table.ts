/** Writes the results as tables into README.md, between two marks. */

import { formatSeconds } from '../../src/words/duration.ts'
import { formatBytes } from '../../src/words/number.ts'
import { describeRows, writeBetween } from '../results.ts'
import { type MeasuredSeries, type Result, type Results, statisticOf } from './results.ts'
import type { Statistic, Target, Unit } from './row.ts'
import { ROWS } from './rows.ts'

const WORDS: Readonly<Record<Statistic, string>> = {
  median: '',
  p95: ', 95th percentile',
  most: ', the worst',
}

export const writeTables = (results: Results): void => writeBetween('report', tables(results))

/** In the order of ROWS, regardless of when each was run. */
function tables(results: Results): string {
  const rows = Object.keys(ROWS).flatMap((name) => (name in results ? [[name, results[name]] as const] : []))
  return [
    ...describeRows(rows),
    '',
    '| | target | measured | |',
    '|---|---|---|---|',
    ...rows.flatMap(([name, result]) => result.targets.map((target) => targetRow(name, target, result))),
    '',
    '| | | median | 95th percentile | the worst | rounds |',
    '|---|---|---|---|---|---|',
    ...rows.flatMap(([name, { series }]) => series.map((one) => seriesRow(name, one))),
    '',
  ].join('\n')
}

function targetRow(name: string, target: Target, { series }: Result): string {
  const { of, per, limit, statistic } = target
  const unit = series.find((one) => one.name === of)?.unit ?? 'ms'
  const bound = per === undefined ? amount(limit, unit) : `${times(limit)} ${limit < 1 ? 'of ' : ''}${per}`
  const words = `\`${name}\` | ${of}${WORDS[statistic]}: at most ${bound}`
  const measured = statisticOf(series, of, statistic)
  const base = per === undefined ? 1 : statisticOf(series, per, statistic)
  if (measured === null || base === null) return `| ${words} | not measured | |`
  const value = measured / base
  const verdict = value <= limit ? 'met' : '**missed**'
  return `| ${words} | ${per === undefined ? amount(value, unit) : times(value)} | ${verdict} |`
}

function seriesRow(name: string, { name: of, unit, rounds }: MeasuredSeries): string {
  const [median, p95, most] = (['median', 'p95', 'most'] as const).map((one) => {
    const value = statisticOf([{ name: of, unit, rounds }], of, one)
    return value === null ? '' : amount(value, unit)
  })
  // with one number per round all three are equal
  const isOne = median === p95 && p95 === most
  return `| \`${name}\` | ${of} | ${median} | ${isOne ? '' : p95} | ${isOne ? '' : most} | ${rounds.length} |`
}

function amount(value: number, unit: Unit): string {
  if (unit === 'ms') return formatSeconds(value / 1000)
  return unit === 'bytes' ? formatBytes(value) : `${Number(value.toPrecision(3))} bytes a test`
}

/** `3.42 ×`, `0.48 ×`. */
const times = (ratio: number): string => `${Number(ratio.toPrecision(3))} ×`
