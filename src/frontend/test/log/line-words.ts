/** What the toolbar of a log says about lines. */

import { formatCount } from '../../../words/number.ts'
import { linesOf, type Part } from '../../data/entry.ts'
import { cutEnd } from '../../text/name.ts'
import { drawRow } from './row.ts'
import type { RowIndex } from './rows.ts'

/** For readers who cannot see where the hit is marked. `hit`: its first byte; −1 for none. */
export const hitWords = (part: Part, rows: RowIndex, hit: number): string =>
  hit < 0
    ? ''
    : cutEnd(
        drawRow(part, rows, Math.max(0, rows.rowAt(hit)), null)
          .pieces.map(({ text }) => text)
          .join(''),
        300,
      )

/** How many lines a choice of levels has left; empty if there is none. */
export function levelWords(part: Part, rows: RowIndex, levels: number): string {
  const lines = linesOf(part)
  return levels === 0 ? '' : `${formatCount(rows.shownLines)} of ${formatCount(lines)} lines`
}

/** On paper are only the rows that the screen has. */
export function paperWords(part: Part, rows: RowIndex, first: number, end: number): string {
  const lines = formatCount(linesOf(part))
  return `Lines ${formatCount(rows.lineOf(first) + 1)} to ${formatCount(rows.lineOf(end - 1) + 1)} of ${lines}`
}

/** Why the line in the URL (from 1) is not visible; null if it is. */
export function lostWords(part: Part, rows: RowIndex, line: number): string | null {
  const lines = linesOf(part)
  if (line > lines) return `There is no line ${formatCount(line)}: the last is ${formatCount(lines)}`
  const row = rows.rowOfLine(line - 1)
  if (row >= 0 && rows.lineOf(row) === line - 1) return null
  return `Line ${formatCount(line)} has none of these levels`
}
