/** The table's columns: what stands in them, on the page and in a file. */

import type { ComponentChildren } from 'preact'
import { STATUSES } from '../../format/exported.ts'
import { addressOf } from '../data/attempts.ts'
import { runOf, type Tests } from '../data/tests.ts'
import { zone } from '../frame/settings.ts'
import { COLUMN_KEYS, type ColumnKey, type SortKey } from '../route/route.ts'
import { formatDuration } from '../text/duration.ts'
import { NONE } from '../text/number.ts'
import { formatDate, formatTime } from '../text/time.ts'
import { asked, change } from './view.ts'

export const LABELS: Readonly<Record<SortKey, string>> = {
  status: 'Status',
  name: 'Name',
  duration: 'Duration',
  start: 'Start',
  worker: 'Worker',
  tags: 'Tags',
  run: 'Run',
  attempt: 'Attempt',
}

/** Pixels. */
const WIDTHS: Readonly<Record<ColumnKey, number>> = {
  duration: 80,
  start: 112,
  worker: 72,
  tags: 200,
  run: 48,
  attempt: 72,
}
const NAME = 160

const isNarrow = (): boolean => window.innerWidth <= 720

/** Those that were chosen, else those that there is room for. */
export function columnsOf(several: boolean): readonly ColumnKey[] {
  const { columns } = asked.value
  if (columns !== null) return columns
  return isNarrow() ? ['duration'] : several ? ['duration', 'start', 'worker', 'run'] : ['duration', 'start', 'worker']
}

export function toggleColumn(key: ColumnKey, shown: readonly ColumnKey[]): void {
  change({ columns: COLUMN_KEYS.filter((one) => shown.includes(one) !== (one === key)) })
}

/** For CSS: the grid's columns, and its least width. */
export function gridOf(columns: readonly ColumnKey[]): Record<string, string> {
  const rest = columns.map((key) => WIDTHS[key])
  const least = rest.reduce((sum, width) => sum + width + 8, NAME + 64)
  return {
    '--columns': ['22px', `minmax(${NAME}px, 1fr)`, ...rest.map((width) => `${width}px`)].join(' '),
    '--least': `${least}px`,
  }
}

export function cellOf(tests: Tests, test: number, key: ColumnKey): ComponentChildren {
  switch (key) {
    case 'duration':
      return formatDuration(tests.duration[test])
    case 'start':
      return (
        <span title={formatDate(tests.start[test], zone.value)}>{formatTime(tests.start[test], zone.value)}</span>
      )
    case 'worker':
      return tests.worker(test) < 0 ? NONE : tests.worker(test)
    case 'tags':
      return tests.tags(test).map((tag) => <Tag key={tag} tag={tag} />)
    default:
      return textOf(tests, test, key)
  }
}

/** Narrows the table to it; one with a space in it could not be asked for. */
function Tag({ tag }: { tag: string }) {
  const word = `tag:${tag}`
  const narrow = (): void => change({ query: `${asked.value.query} ${word}`.trim() })
  if (/\s/.test(tag)) return <span>{tag} </span>
  return (
    <button type="button" class="link" tabIndex={-1} title={word} onClick={narrow}>
      {tag}
    </button>
  )
}

/** As a program would read it: seconds, times in UTC; empty for what there is not. */
export function textOf(tests: Tests, test: number, key: SortKey): string {
  switch (key) {
    case 'status':
      return STATUSES[tests.status[test]]
    case 'name':
      return tests.name(test)
    case 'duration':
      return Number.isNaN(tests.duration[test]) ? '' : (tests.duration[test] / 1e6).toFixed(6)
    case 'start':
      return momentOf(tests.start[test])
    case 'worker':
      return tests.worker(test) < 0 ? '' : String(tests.worker(test))
    case 'tags':
      return tests.tags(test).join(' ')
    case 'run':
      return String(runOf(tests, test))
    case 'attempt':
      return String(addressOf(tests, test).attempt)
  }
}

/** `2026-11-23T18:14:20.123456Z` */
function momentOf(micros: number): string {
  const date = new Date(Math.floor(micros / 1000))
  if (Number.isNaN(date.getTime())) return ''
  return date.toISOString().replace('Z', `${String(micros % 1000).padStart(3, '0')}Z`)
}
