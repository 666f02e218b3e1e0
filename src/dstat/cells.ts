/** Splits lines into cells. */

import { parse } from 'csv-parse/sync'

const OPTIONS = {
  record_delimiter: '\n',
  relax_column_count: true,
  // dstat puts text between quotes without escaping it: `"dstat --output a"b.csv"`.
  relax_quotes: true,
  skip_empty_lines: false,
} as const

/** One row; null if a quote is never closed. An empty line is `['']`. */
export type Row = readonly string[] | null

/**
 * Parses each line on its own: no cell of a log contains a line break, so an unclosed quote (a truncated
 * line, a process called `"x`) damages only its own line.
 */
export function parseRows(lines: readonly string[]): Row[] {
  return parseTogether(lines) ?? lines.map((line) => parseTogether([line])?.[0] ?? null)
}

/** One call for all lines is six times as fast as one per line; null if a quote joins lines. */
function parseTogether(lines: readonly string[]): string[][] | null {
  try {
    const rows = parse(`${lines.join('\n')}\n`, OPTIONS)
    return rows.length === lines.length ? rows : null
  } catch {
    return null
  }
}

/** Colour codes, which dool's own plugins (mem-percent) write into cells. */
// oxlint-disable-next-line no-control-regex
const COLOUR = /\u001b\[[\d;]*m/g

/** No number is longer, even with colour codes; so the patterns never run on megabytes. */
const LONGEST_NUMBER = 100

/** With a decimal point, or with the comma that some languages have instead. */
const NUMBER = /^[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d{1,3})?$/i

/** The cell's number; NaN if it is blank or Python's `inf` or `nan`; null for text. */
export function parseNumber(cell: string): number | null {
  if (cell === '') return Number.NaN
  if (cell.length > LONGEST_NUMBER) return cell.trim() === '' ? Number.NaN : null
  const text = cell.includes('\u001b') ? cell.replace(COLOUR, '').trim() : cell.trim()
  if (NUMBER.test(text)) {
    const value = Number(text.replace(',', '.'))
    return Number.isFinite(value) ? value : Number.NaN
  }
  return text === '' || /^[+-]?(?:inf|nan)$/i.test(text) ? Number.NaN : null
}
