/** Lines → cells. */

import { parse } from 'csv-parse/sync'

const OPTIONS = {
  record_delimiter: '\n',
  relax_column_count: true,
  // dstat writes what it is given between quotes and escapes nothing: `"dstat --output a"b.csv"`.
  relax_quotes: true,
  skip_empty_lines: false,
} as const

/** One row; null where a quote opens and nothing closes it. An empty line is `['']`. */
export type Row = readonly string[] | null

/**
 * Each line by itself: no cell of a log holds a line break, so a quote that nothing closes (a line cut
 * off, a process called `"x`) damages its own line only.
 */
export function parseRows(lines: readonly string[]): Row[] {
  return parseTogether(lines) ?? lines.map((line) => parseTogether([line])?.[0] ?? null)
}

/** One call for all lines is six times as fast as one for each; null where a quote joins some. */
function parseTogether(lines: readonly string[]): string[][] | null {
  try {
    const rows = parse(`${lines.join('\n')}\n`, OPTIONS)
    return rows.length === lines.length ? rows : null
  } catch {
    return null
  }
}

/** Colours, which dool's own plugins (mem-percent) write into their cells. */
// oxlint-disable-next-line no-control-regex
const COLOUR = /\u001b\[[\d;]*m/g

/** No number is longer, colours and all; the patterns are never tried on megabytes. */
const LONGEST_NUMBER = 100

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i

/** The cell's number; NaN for a blank, or `inf` and `nan` as Python writes them; null for text. */
export function parseNumber(cell: string): number | null {
  if (cell === '') return Number.NaN
  if (cell.length > LONGEST_NUMBER) return cell.trim() === '' ? Number.NaN : null
  const text = cell.includes('\u001b') ? cell.replace(COLOUR, '').trim() : cell.trim()
  if (NUMBER.test(text)) {
    const value = Number(text)
    return Number.isFinite(value) ? value : Number.NaN
  }
  return text === '' || /^[+-]?(?:inf|nan)$/i.test(text) ? Number.NaN : null
}
