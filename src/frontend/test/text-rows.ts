/**
 * A text as rows of the screen, for a list that draws only those in sight. Lines are cut into rows
 * here and not by the browser: one line of 20 MB would keep it busy for seconds.
 */

export interface TextRows {
  readonly text: string
  /** First character of each row, and behind the last one the length. */
  readonly start: Uint32Array
  /** The row's line, from 1; 0 for a row that goes on with the line above. */
  readonly line: Uint32Array
  readonly count: number
  readonly lines: number
  /** Characters of the longest row. */
  readonly longest: number
}

/** Without wrapping, a row still ends here. */
const LONGEST_ROW = 2000

/** `columns`: characters to a row when wrapped, or null. */
export function buildTextRows(text: string, columns: number | null): TextRows {
  const most = Math.max(8, columns ?? LONGEST_ROW)
  const rows = new Growing()
  let [line, longest, at] = [0, 0, 0]
  while (at < text.length || line === 0) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    line += 1
    let number = line
    do {
      const next = rowEnd(text, at, end, most, columns !== null)
      rows.push(at, number)
      longest = Math.max(longest, next - at)
      number = 0
      at = next
    } while (at < end)
    at = end + 1
  }
  rows.push(text.length, 0)
  const count = rows.length - 1
  return {
    text,
    start: rows.start.slice(0, count + 1),
    line: rows.line.slice(0, count),
    count,
    lines: line,
    longest,
  }
}

/** A row's text without its line's end. */
export function rowText({ text, start }: TextRows, row: number): string {
  return text.slice(start[row], start[row + 1]).replace(/\r?\n$/, '')
}

/** Never between the halves of a character. */
function rowEnd(text: string, at: number, end: number, most: number, wrap: boolean): number {
  if (end - at <= most && !wrap) return end
  let [next, width] = [at, 0]
  while (next < end) {
    const code = text.codePointAt(next) ?? 0
    width += wrap ? columnsOf(code) : 1
    if (width > most && next > at) return next
    next += code > 0xffff ? 2 : 1
  }
  return end
}

/** Columns of a monospaced line that a character takes at most: East Asian ones two, a tab eight. */
function columnsOf(code: number): number {
  if (code === 9) return 8
  return code < 0x1100 ? 1 : 2
}

/** Numbers by twos in typed arrays that double: a million lines are no million boxed numbers. */
class Growing {
  start = new Uint32Array(1024)
  line = new Uint32Array(1024)
  length = 0
  push(start: number, line: number): void {
    if (this.length === this.start.length) {
      this.start = grown(this.start)
      this.line = grown(this.line)
    }
    this.start[this.length] = start
    this.line[this.length++] = line
  }
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const twice = new Uint32Array(array.length * 2)
  twice.set(array)
  return twice
}
