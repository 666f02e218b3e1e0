/** The table's columns and the content of their cells. */

import type { ComponentChildren } from 'preact'
import { NONE } from '../../words/number.ts'
import { once } from '../data/once.ts'
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
const WIDTHS: Readonly<Record<Exclude<ColumnKey, 'tags'>, number>> = {
  duration: 80,
  start: 112,
  worker: 72,
  run: 48,
  attempt: 72,
}
const NAME = 112
/** Additional width of a start with its date. */
const DATE = 72

/** The widest that the column of tags becomes: this, or its share of a wide table. */
const TAGS = 200
const TAGS_SHARE = 0.35
/** Pixels per letter of a tag: more than the average. What precedes and follows each, and the column's padding. */
const TAG_LETTER = 7
const TAG_GAP = 8

/** What widths depend on, besides the columns. */
interface Space {
  readonly tests: Tests
  /** Design pixels: the width of a row. */
  readonly width: number
}

function widthOf(key: ColumnKey, { tests, width }: Space): number {
  if (key === 'tags') return Math.min(tagsWidth(tests), Math.max(TAGS, Math.floor(width * TAGS_SHARE)))
  return WIDTHS[key] + (key === 'start' && severalDays.value ? DATE : 0)
}

const tagsWidths = new WeakMap<Tests, number>()

/** The width of the most that a test has in tags, and at least of the column's label. */
const tagsWidth = (tests: Tests): number =>
  once(tagsWidths, tests, () => {
    let most = 48
    for (const run of tests.names)
      for (const tags of run?.tagSets ?? [])
        most = Math.max(
          most,
          tags.reduce((sum, tag) => sum + tag.length * TAG_LETTER + TAG_GAP, TAG_GAP),
        )
    return most
  })

const WIDE: readonly ColumnKey[] = ['duration', 'start', 'worker']
const NARROW: readonly ColumnKey[] = ['duration']
const RUN: readonly ColumnKey[] = ['run']

export const isNarrow = (): boolean => window.innerWidth / unit <= 720

/** The chosen columns, or else those that fit. */
export function columnsOf(several: boolean): readonly ColumnKey[] {
  const { columns } = asked.value
  if (columns !== null) return columns
  return [...(isNarrow() ? NARROW : WIDE), ...(several ? RUN : [])]
}

export function toggleColumn(key: ColumnKey, shown: readonly ColumnKey[]): void {
  change({ columns: COLUMN_KEYS.filter((one) => shown.includes(one) !== (one === key)) })
}

/** Width of everything but the name: status, other columns, gaps and padding. */
const besideName = (columns: readonly ColumnKey[], space: Space): number =>
  columns.reduce((sum, key) => sum + widthOf(key, space) + 8, 64)

/** For CSS: the grid's columns and its minimum width. */
export function gridOf(columns: readonly ColumnKey[], space: Space): Record<string, string> {
  const rest = columns.map((key) => rem(widthOf(key, space)))
  return {
    '--columns': [rem(22), `minmax(${rem(NAME)}, 1fr)`, ...rest].join(' '),
    '--least': rem(NAME + besideName(columns, space)),
  }
}

/** Pixels per letter: more than the average of nearly any name. A wider name ends in an ellipsis. */
const LETTER = 9

/** Letters of a name that fit into a row. */
export function lettersIn(columns: readonly ColumnKey[], space: Space): number {
  return Math.floor((space.width - besideName(columns, space)) / LETTER)
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
