/**
 * Splits a text into screen rows, for a list that draws the visible ones only. Lines are wrapped here, not by
 * the browser, which a line of 20 MB would keep busy for seconds. Works in slices, on what has come of the
 * text.
 */

import type { BlockText } from '../../data/block-text.ts'
import { type Part, startOfLine } from '../../data/entry.ts'
import { lastOf, Numbers } from '../../data/numbers.ts'
import { type LevelIndex, wholeLines } from './levels.ts'

/** Bytes: a row ends here even without wrapping. */
export const LONGEST_ROW = 2000
/** Bytes before a row's end that are searched for an escape which would be cut. */
const LONGEST_ESCAPE = 32

export interface RowOptions {
  /** Columns of a row when wrapped; null: no wrapping. */
  readonly columns: number | null
  /** Which levels are shown (index into LEVELS + 1, or 0), and the index of the lines' levels; null: all. */
  readonly filter: { readonly shown: readonly boolean[]; readonly index: LevelIndex } | null
}

export class RowIndex {
  count = 0
  /** Bytes of the longest row, which may include its line end. */
  longest = 0
  /** Lines shown, in order; null: all. */
  private readonly shown: Numbers | null
  /** Rows that continue a line (few without wrapping), and their first bytes. */
  private readonly more = new Numbers()
  private readonly moreStart = new Numbers()
  private readonly part: Part
  private readonly options: RowOptions
  private readonly most: number
  /** Number of lines read, and the first unread byte of the current line. */
  private lines = 0
  private at: number

  constructor(part: Part, options: RowOptions) {
    this.part = part
    this.options = options
    this.shown = options.filter && new Numbers()
    this.most = Math.max(8, options.columns ?? LONGEST_ROW)
    this.at = part.from
  }

  /** Works until the deadline; returns whether everything available has been read. */
  advance(deadline: number): boolean {
    const { part, options } = this
    const { filter } = options
    const count = filter === null ? wholeLines(part) : filter.index.lines
    for (let steps = 1; this.lines < count; steps++) {
      if (filter === null && options.columns === null && this.readShort(count)) break
      if (filter !== null && !filter.shown[filter.index.levels[this.lines]]) this.nextLine()
      else this.readRow()
      if ((steps & 255) === 0 && performance.now() > deadline) return false
    }
    return count === wholeLines(part)
  }

  /**
   * Reads lines that are one row each, as nearly all are, without looking at their text: a million take 3 to
   * 10 ms. Returns whether those were all. Never reads the part's last line, since no line start follows it.
   */
  private readShort(count: number): boolean {
    const { firstLine, endLine } = this.part
    const { at } = this.part.lineStart
    const end = Math.min(firstLine + count, endLine - 1)
    let line = firstLine + this.lines
    for (; line < end; line++) {
      const length = at[line + 1] - at[line]
      // such as one of which there are rows already
      if (length > this.most) break
      this.longest = Math.max(this.longest, length)
      this.at = at[line + 1]
    }
    this.count += line - firstLine - this.lines
    this.lines = line - firstLine
    return this.lines === count
  }

  private readRow(): void {
    const { part, at } = this
    const end = lineEnd(part, this.lines)
    const next = rowEnd(part.bytes, at, end, this.most, this.options.columns !== null)
    if (at === startOfLine(part, this.lines)) this.shown?.push(this.lines)
    else {
      this.more.push(this.count)
      this.moreStart.push(at)
    }
    this.count += 1
    this.longest = Math.max(this.longest, next - at)
    if (next < end) this.at = next
    else this.nextLine()
  }

  private nextLine(): void {
    this.lines += 1
    this.at = startOfLine(this.part, this.lines)
  }

  /** Number of lines shown. */
  get shownLines(): number {
    return this.shown === null ? this.lines : this.shown.length
  }

  /** Line of a row, from 0. */
  lineOf(row: number): number {
    const nth = row - (this.more.lastAtMost(row) + 1)
    return this.shown === null ? nth : this.shown.at[nth]
  }

  /** Whether the row is its line's first; rows that continue a line have no number. */
  isFirst(row: number): boolean {
    return this.more.at[this.more.lastAtMost(row)] !== row
  }

  /** First byte of a row, and the one after its last, without the line end. */
  rangeOf(row: number): { from: number; to: number } {
    const line = this.lineOf(row)
    const goesOn = row + 1 < this.count && !this.isFirst(row + 1)
    const reading = row + 1 === this.count && this.lines === line
    const to = goesOn ? this.startOfLine(row + 1) : reading ? this.at : lineEnd(this.part, line)
    return { from: this.startOfLine(row), to }
  }

  private startOfLine(row: number): number {
    if (this.isFirst(row)) return startOfLine(this.part, this.lineOf(row))
    return this.moreStart.at[this.more.lastAtMost(row)]
  }

  /** The row that contains the byte, or if that is not shown, the row before; −1 for none. */
  rowAt(byte: number): number {
    return lastOf(this.count, (row) => this.startOfLine(row) <= byte)
  }

  /** The first row of the line, or of the next line shown; −1 if there is none yet. */
  rowOfLine(line: number): number {
    const row = lastOf(this.count, (before) => this.lineOf(before) < line) + 1
    return row < this.count ? row : -1
  }
}

/** The byte after a line's last visible one. */
export function lineEnd(part: Part, line: number): number {
  const [start, next] = [startOfLine(part, line), startOfLine(part, line + 1)]
  let end = next
  if (end > start && part.bytes.at(end - 1) === 10) end -= 1
  if (end > start && part.bytes.at(end - 1) === 13) end -= 1
  return end
}

/** The end of a row, never inside a character or an escape. */
function rowEnd(bytes: BlockText, at: number, end: number, most: number, wrap: boolean): number {
  if (!wrap) return end - at <= most ? end : cutBefore(bytes, at, at + most)
  let [next, width] = [at, 0]
  while (next < end) {
    const byte = bytes.at(next)
    if (byte === 0x1b) {
      next = behindEscape(bytes, next, end)
      continue
    }
    width += byte < 0x80 ? (byte === 9 ? 8 : 1) : columnsOf(byte)
    if (width > most && next > at) return next
    next += 1
    if (byte >= 0xc0) while (next < end && (bytes.at(next) & 0xc0) === 0x80) next += 1
  }
  return end
}

/** Most columns that a character takes in monospaced text, by its first byte: two from U+1000 on. */
const columnsOf = (byte: number): number => (byte >= 0xe1 ? 2 : 1)

function cutBefore(bytes: BlockText, at: number, cut: number): number {
  let to = cut
  while (to > at + 1 && (bytes.at(to) & 0xc0) === 0x80) to -= 1
  const escape = bytes.lastIndexOf(0x1b, at, to)
  if (escape > at && escape > to - LONGEST_ESCAPE && behindEscape(bytes, escape, to) >= to) return escape
  return to
}

/** The end of a control sequence; other escapes are treated like text. */
function behindEscape(bytes: BlockText, from: number, end: number): number {
  let at = from + 1
  if (at < end && bytes.at(at) === 0x5b) at += 1
  else return at
  while (at < end && bytes.at(at) >= 0x20 && bytes.at(at) < 0x40) at += 1
  return Math.min(at + 1, end)
}
