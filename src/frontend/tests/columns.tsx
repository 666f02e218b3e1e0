/** The table's columns and the content of their cells. */

import type { ComponentChildren } from 'preact'
import { NONE } from '../../words/number.ts'
import type { Tests } from '../data/tests.ts'
import { rem, unit } from '../frame/density.ts'
import { zone } from '../frame/settings.ts'
import { severalDays, whenText } from '../frame/when.ts'
import { COLUMN_KEYS, type ColumnKey, type SortKey } from '../route/route.ts'
import { filterFor } from '../search/query.ts'
import { durationText } from '../text/duration.ts'
import { formatDate } from '../text/time.ts'
import { textOf } from './export.ts'
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

/** Design pixels (frame/density.ts). */
const WIDTHS: Readonly<Record<ColumnKey, number>> = {
  duration: 80,
  start: 112,
  worker: 72,
  tags: 200,
  run: 48,
  attempt: 72,
}
const NAME = 160
/** Additional width of a start with its date. */
const DATE = 72

const widthOf = (key: ColumnKey): number => WIDTHS[key] + (key === 'start' && severalDays.value ? DATE : 0)

const isNarrow = (): boolean => window.innerWidth / unit <= 720

/** The chosen columns, or else those that fit. */
export function columnsOf(several: boolean): readonly ColumnKey[] {
  const { columns } = asked.value
  if (columns !== null) return columns
  return isNarrow()
    ? ['duration']
    : several
      ? ['duration', 'start', 'worker', 'run']
      : ['duration', 'start', 'worker']
}

export function toggleColumn(key: ColumnKey, shown: readonly ColumnKey[]): void {
  change({ columns: COLUMN_KEYS.filter((one) => shown.includes(one) !== (one === key)) })
}

/** Width of everything but the name: status, other columns, gaps and padding. */
const besideName = (columns: readonly ColumnKey[]): number =>
  columns.reduce((sum, key) => sum + widthOf(key) + 8, 64)

/** For CSS: the grid's columns and its minimum width. */
export function gridOf(columns: readonly ColumnKey[]): Record<string, string> {
  const rest = columns.map((key) => rem(widthOf(key)))
  return {
    '--columns': [rem(22), `minmax(${rem(NAME)}, 1fr)`, ...rest].join(' '),
    '--least': rem(NAME + besideName(columns)),
  }
}

/** Pixels per letter: more than the average of nearly any name. A wider name ends in an ellipsis. */
const LETTER = 9

/** Letters of a name that fit into a row of that width. */
export function lettersIn(width: number, columns: readonly ColumnKey[]): number {
  return Math.floor((width - besideName(columns)) / LETTER)
}

export function cellOf(tests: Tests, test: number, key: ColumnKey): ComponentChildren {
  switch (key) {
    case 'duration':
      return durationText(tests, test)
    case 'start':
      return <span title={formatDate(tests.start[test], zone.value)}>{whenText(tests.start[test])}</span>
    case 'worker':
      return tests.worker(test) < 0 ? NONE : tests.worker(test)
    case 'tags':
      return tests.tags(test).map((tag) => <Tag key={tag} tag={tag} />)
    default:
      return textOf(tests, test, key)
  }
}

/** Adds the tag to the query: in front, because a quotation mark in the query may still be open. */
function Tag({ tag }: { tag: string }) {
  const filter = filterFor('tag', tag)
  const narrow = (): void => change({ query: `${filter} ${asked.value.query}`.trim() })
  return (
    <button type="button" class="link" tabIndex={-1} title={filter} onClick={narrow}>
      {tag}
    </button>
  )
}
