/** Parses the two rows of titles into columns, and fits rows of cells to them. */

import { parseWallTime } from './wall-time.ts'

interface Column {
  /** The group's title. */
  readonly title: string
  /** The name without the group's title: `"cpu0 usage:usr"` is `usr`. */
  readonly name: string
  /** Index of the cell. */
  readonly cell: number
}

export interface Layout {
  readonly width: number
  /** Columns with a metric. */
  readonly columns: readonly Column[]
  /** The cell that holds the time. */
  readonly time: { readonly kind: 'epoch' | 'wall'; readonly cell: number } | null
  /** Widths of the groups, from left to right; their sum is `width`. */
  readonly groups: readonly number[]
}

/** Null if the two rows are no titles. */
export function parseLayout(titleRow: readonly string[], nameRow: readonly string[]): Layout | null {
  const names = withoutTail(nameRow.map(tidy))
  const titles = titleRow.map(tidy)
  if (names.length === 0 || titles[0] === '' || names.some(isValue) || titles.some(isValue)) return null
  // One title cell per column, and some tools add a comma: with fewer names, that row is no row of names.
  if (names.length < titles.length - 1 || names.length < withoutTail(titles).length) return null
  const columns: Column[] = []
  const groups: number[] = []
  let title = ''
  for (const [cell, full] of names.entries()) {
    // A non-empty title begins a new group. The epoch's group has the same title as its column.
    if ((titles[cell] ?? '') === '' && cell > 0) groups[groups.length - 1] += 1
    else {
      title = titles[cell] ?? ''
      groups.push(1)
    }
    columns.push({ title, name: full.startsWith(`${title}:`) ? full.slice(title.length + 1) : full, cell })
  }
  const time = columns.find(isEpoch) ?? columns.find(isWall) ?? null
  return {
    width: names.length,
    columns: columns.filter((column) => !isEpoch(column) && !isWall(column)),
    time: time === null ? null : { kind: isEpoch(time) ? 'epoch' : 'wall', cell: time.cell },
    groups,
  }
}

/** pcp writes `epoch-adv` and `time-adv`, with milliseconds; dstat before 0.7.3 writes `date/time`. */
const isEpoch = ({ title, name }: Column): boolean => title === 'epoch' && /^epoch(?:-adv)?$/.test(name)
const isWall = ({ title, name }: Column): boolean =>
  title === 'system' && /^(?:time|time-adv|date\/time)$/.test(name)

/** Interrupts and CPUs have numbers as titles; fractions and times (dool's: `Nov-23 …`) are never titles. */
const isValue = (cell: string): boolean =>
  /^(?:\d+\.\d+|\d{6,})$/.test(cell) || (/^(?:[a-z]{3}-)?\d/i.test(cell) && parseWallTime(cell) !== null)

/** A title is a few words; nothing real exceeds 200 characters, and longer text would fill a page. */
const tidy = (cell: string): string => cell.trim().slice(0, 200)

function withoutTail(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)
}

const MISSED = /^missed \d{1,9} ticks$/

export interface Fitted {
  /** As many as the layout's width. */
  readonly cells: readonly string[]
  /** pcp appended a note that it was late and missed samples before this row. */
  readonly missed: boolean
}

/** Fits a row to the layout; null if the row has other columns. */
export function fitRow(row: readonly string[], { width, groups }: Layout): Fitted | null {
  const missed = MISSED.test(row[row.length - 1].trim())
  let cells = missed ? row.slice(0, -1) : row
  if (cells.length > width && cells.slice(width).every((cell) => cell.trim() === ''))
    cells = cells.slice(0, width)
  const full = cells.length < width ? widen(cells, groups, width) : cells
  return full.length === width ? { cells: full, missed } : null
}

/**
 * pcp writes a group without values as a single blank cell, whatever its width: `1795459949,,686124,…`. From
 * the left, a blank at a group's start is expanded to the whole group while cells are missing.
 */
function widen(cells: readonly string[], groups: readonly number[], width: number): readonly string[] {
  const starts = new Map<number, number>()
  let missing = width - cells.length
  let at = 0
  for (const size of groups) {
    if (at >= cells.length) break
    const collapsed = size > 1 && missing >= size - 1 && cells[at].trim() === ''
    if (collapsed) {
      starts.set(at, size)
      missing -= size - 1
    }
    at += collapsed ? 1 : size
  }
  if (missing > 0) return cells
  return cells.flatMap((cell, index) => Array<string>(starts.get(index) ?? 1).fill(cell))
}
