/** The two rows of titles → columns, and a row of cells laid over them. */

import { parseWallTime } from './wall-time.ts'

interface Column {
  /** The group's title. */
  readonly title: string
  /** Without the title: `"cpu0 usage:usr"` is `usr`. */
  readonly name: string
  /** Index of the cell. */
  readonly cell: number
}

export interface Layout {
  readonly width: number
  /** Those with a metric. */
  readonly columns: readonly Column[]
  /** The cell that holds the time. */
  readonly time: { readonly kind: 'epoch' | 'wall'; readonly cell: number } | null
  /** Widths of the groups, from left to right; their sum is `width`. */
  readonly groups: readonly number[]
}

/** Null where the two rows are no titles. */
export function parseLayout(titleRow: readonly string[], nameRow: readonly string[]): Layout | null {
  const names = withoutTail(nameRow.map(tidy))
  const titles = titleRow.map(tidy)
  if (names.length === 0 || titles[0] === '' || names.some(isValue) || titles.some(isValue)) return null
  // One title cell a column, and some tools write a comma more: with fewer names, that row is no names.
  if (names.length < titles.length - 1 || names.length < withoutTail(titles).length) return null
  const columns: Column[] = []
  const groups: number[] = []
  let title = ''
  for (const [cell, full] of names.entries()) {
    // The epoch's group is called like its column; another title begins another group.
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

/** `epoch-adv`, `time-adv`: pcp's, with milliseconds; `date/time`: dstat's before 0.7.3. */
const isEpoch = ({ title, name }: Column): boolean => title === 'epoch' && /^epoch(?:-adv)?$/.test(name)
const isWall = ({ title, name }: Column): boolean =>
  title === 'system' && /^(?:time|time-adv|date\/time)$/.test(name)

/** Interrupts and CPUs are called by their numbers; fractions and times (dool's: `Nov-23 …`) are never titles. */
const isValue = (cell: string): boolean =>
  /^(?:\d+\.\d+|\d{6,})$/.test(cell) || (/^(?:[a-z]{3}-)?\d/i.test(cell) && parseWallTime(cell) !== null)

/** A title is a few words: what is longer than 200 characters is nobody's, and would fill a page. */
const tidy = (cell: string): string => cell.trim().slice(0, 200)

function withoutTail(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)
}

const MISSED = /^missed \d{1,9} ticks$/

export interface Fitted {
  /** As many as the layout is wide. */
  readonly cells: readonly string[]
  /** pcp says behind a row that it came too late for some before it. */
  readonly missed: boolean
}

/** Null where the row has other columns than the layout. */
export function fitRow(row: readonly string[], { width, groups }: Layout): Fitted | null {
  const missed = MISSED.test(row[row.length - 1].trim())
  let cells = missed ? row.slice(0, -1) : row
  if (cells.length > width && cells.slice(width).every((cell) => cell.trim() === ''))
    cells = cells.slice(0, width)
  const full = cells.length < width ? widen(cells, groups, width) : cells
  return full.length === width ? { cells: full, missed } : null
}

/**
 * pcp writes a group without values as one blank cell however wide it is: `1795459949,,686124,…`. From
 * the left, a blank at a group's start stands for all of it while cells are missing.
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
