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
 * No cell of a log contains a line break, so an unclosed quote (a truncated line, a process called `"x`) damages only
 * its own line. The parser is for lines with quotes, in one call, which is six times as fast as one by one; and not for
 * damaged ones, of each of which it would make an error.
 */
export function parseRows(lines: readonly string[]): Row[] {
  const quoted = lines.filter((line) => line.includes('"') && isWhole(line))
  const parsed = parse(quoted.map((line) => `${line}\n`).join(''), OPTIONS).values()
  return lines.map((line) => {
    if (!line.includes('"')) return line.split(',')
    return isWhole(line) ? (parsed.next().value ?? null) : null
  })
}

/** Whether each quote that opens a cell is closed; two of them stand for one in it. */
function isWhole(line: string): boolean {
  for (let at = 0; at <= line.length; at++) {
    const close = line[at] === '"' ? closingQuote(line, at + 1) : at
    if (close === -1) return false
    const comma = line.indexOf(',', close)
    if (comma === -1) return true
    at = comma
  }
  return true
}

function closingQuote(line: string, from: number): number {
  let at = line.indexOf('"', from)
  while (at !== -1 && line[at + 1] === '"') at = line.indexOf('"', at + 2)
  return at
}

/** Colour codes, which dool's own plugins (mem-percent) write into cells. */
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
