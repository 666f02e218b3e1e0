/**
 * A run's workers and the machine as rows of characters: it needs no image, which GitHub would only show if
 * it were hosted elsewhere.
 *
 *     worker 0  ░░░░░░░░░░░█░░░░░░░░░·    97 % busy
 *     worker 1  ░░░·░░░░░░░░░░░░░░░·      88 %
 *
 *     CPU       ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▆▅▃▂▁▁▁    92 %
 *     memory    ▁▁▁▂▂▂▂▃▃▃▃▃▃▃▃▄▄▄▄▄▄▄  ≤ 1.79 GB
 *               18:14:11        18:16:29 UTC
 *
 * A worker's row is light where it ran tests, a dot where it did so for less than half of a character's
 * time, a dash where one ran that never ended, and black where a test failed, and only there.
 */

import { type Lane, type Lanes, WORST } from '../../convert/lanes.ts'
import { formatBytes, formatPercent, plural } from '../../words/number.ts'
import type { Overview } from '../overview.ts'

/** None is as high as the line, so that rows stay apart. */
const HEIGHTS = ' ▁▂▃▄▅▆▇'
const MARKS = { idle: ' ', partly: '·', busy: '░', unended: '-', failed: '█' } as const

/** Most workers that are drawn; the report has all. */
const MOST_LANES = 24

/** The day on which it begins, such as `2026-11-23`. */
export const dayOf = ({ start }: Pick<Lanes, 'start'>): string => iso(start).slice(0, 10)

const iso = (time: number): string => new Date(time / 1000).toISOString()

/** Empty if there is nothing to draw. `isDated`: the day is said, too. */
export function timeline({ lanes, machine }: Overview, isDated: boolean): string {
  if (lanes === null) return ''
  const shown = chosen(lanes.lanes)
  const rows = shown.map((lane, i) => [
    label(lane),
    letters(lane),
    percent(lane.busy * 100) + (i === 0 ? ' busy' : ''),
  ])
  const { cpu, memory } = machine ?? { cpu: null, memory: null }
  if (cpu !== null) rows.push(['CPU', heights(cpu.buckets, 100), percent(cpu.mean)])
  if (memory !== null)
    rows.push(['memory', heights(memory.buckets, memory.max), ` ≤ ${formatBytes(memory.max)}`])
  const width = Math.max(...rows.map(([name]) => name.length)) + 2
  const lines = rows.map(([name, row, value]) => `${name.padEnd(width)}${row} ${value}`)
  const hidden = lanes.lanes.length - shown.length
  const more = hidden > 0 ? [`${' '.repeat(width)}… and ${plural(hidden, 'more worker')}`] : []
  lines.splice(shown.length, 0, ...more, ...(rows.length > shown.length ? [''] : []))
  return ['```text', ...lines, ' '.repeat(width) + axis(lanes, rows[0][1].length, isDated), '```'].join('\n')
}

/** In order; if there are too many, those with failures take precedence. */
function chosen(lanes: readonly Lane[]): Lane[] {
  const wanted = new Set(
    lanes.toSorted((a, b) => Number(b.failed > 0) - Number(a.failed > 0)).slice(0, MOST_LANES),
  )
  return lanes.filter((lane) => wanted.has(lane))
}

const label = ({ worker }: Lane): string => (worker === null ? 'tests' : `worker ${worker}`)

const letters = ({ buckets, worst }: Lane): string =>
  Array.from(buckets, (share, i) => {
    if (worst[i] === WORST.failure) return MARKS.failed
    if (share === 0) return worst[i] === WORST.unended ? MARKS.unended : MARKS.idle
    return share < 0.5 ? MARKS.partly : MARKS.busy
  }).join('')

const heights = (values: Float64Array, top: number): string =>
  Array.from(values, (value) => (Number.isNaN(value) ? ' ' : height(value / top))).join('')

/** The character for a share from 0 to 1. */
const height = (share: number): string =>
  HEIGHTS[Math.max(1, Math.min(HEIGHTS.length - 1, Math.round(share * (HEIGHTS.length - 1))))]

/** As wide as `0.16 %`. */
const percent = (value: number): string => formatPercent(value).padStart(6)

function axis({ start, end }: Lanes, width: number, isDated: boolean): string {
  const to = iso(end).slice(11, 19)
  const from = `${isDated ? `${dayOf({ start })} ` : ''}${iso(start).slice(11, 19)}`
  return `${from.padEnd(Math.max(width - to.length, from.length + 1))}${to} UTC`
}
