/** Splits lines into cells. */

/** One row; null if a quote is never closed. An empty line is `['']`. */
export type Row = readonly string[] | null

/**
 * Parses one line. No cell of a log contains a line break, so an unclosed quote (a truncated line, a process called
 * `"x`) damages only its own line. dstat puts text between quotes without escaping it, `"dstat --output a"b.csv"`: if
 * something else than a comma follows the second quote, both are part of the cell.
 */
export function parseRow(line: string): Row {
  if (!line.includes('"')) return line.split(',')
  const cells: string[] = []
  for (let at = 0; at <= line.length; at++) {
    const close = line[at] === '"' ? closingQuote(line, at + 1) : at
    if (close === -1) return null
    const end = cellEnd(line, close)
    const inner = line.slice(at + 1, close).replaceAll('""', '"')
    if (close === at) cells.push(line.slice(at, end))
    else cells.push(close + 1 === end ? inner : `"${inner}${line.slice(close, end)}`)
    at = end
  }
  return cells
}

/** The place of the quote that closes a cell; two quotes stand for one in it. -1 for none. */
function closingQuote(line: string, from: number): number {
  let at = line.indexOf('"', from)
  while (at !== -1 && line[at + 1] === '"') at = line.indexOf('"', at + 2)
  return at
}

function cellEnd(line: string, from: number): number {
  const comma = line.indexOf(',', from)
  return comma === -1 ? line.length : comma
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
