/** Finds a text in a log, ignoring case. Works in slices, and decodes some bytes at a time. */

import type { BlockText } from '../../data/block-text.ts'
import { type Part, startOfLine } from '../../data/entry.ts'
import { Numbers } from '../../data/numbers.ts'
import { wholeLines } from './levels.ts'
import type { RowOptions } from './rows.ts'

/** Bytes searched at once. */
const STEP = 128 << 10
/** Nobody steps through more hits. */
export const MOST_HITS = 100_000
const ESCAPE = '\\x1b\\[[\\d;:]{0,32}m'
/** In a coloured text, escapes may stand between the letters: some, so that a hit has a longest length. */
const BETWEEN = `(?:${ESCAPE}){0,8}`
/** The most bytes of a letter, and of one with escapes. */
const [LETTER, COLOURED] = [4, 4 + 8 * 35]

export class Finder {
  /** Hit → its first byte (`start`), and the one after its last (`end`). */
  readonly start = new Numbers()
  readonly end = new Numbers()
  private readonly part: Part
  private readonly filter: RowOptions['filter']
  private readonly pattern: RegExp
  /** The most bytes that a hit can have. */
  private readonly longest: number
  private lines = 0
  /** End of the last step, maybe within a line; the next one begins here, or at a later line. */
  private at: number

  constructor(part: Part, needle: string, filter: RowOptions['filter']) {
    this.part = part
    this.filter = filter
    const letters = Array.from(needle, (letter) => letter.replace(/[$()*+./?[\\\]^{|}-]/, '\\$&'))
    const hit = `(${letters.join(part.escapes ? BETWEEN : '')})`
    // an escape is passed as a whole: nobody looks for what is in it
    this.pattern = new RegExp(part.escapes ? `${ESCAPE}|${hit}` : hit, 'gi')
    this.longest = letters.length * (part.escapes ? COLOURED : LETTER)
    this.at = part.from
  }

  get count(): number {
    return this.start.length
  }

  /** Works until the deadline; returns whether everything available has been searched. */
  advance(deadline: number): boolean {
    const count = this.filter === null ? wholeLines(this.part) : this.filter.index.lines
    while (this.lines < count && this.count < MOST_HITS) {
      if (this.isHidden(this.lines)) this.lines += 1
      else this.step(count)
      if (performance.now() > deadline) return false
    }
    return this.count >= MOST_HITS || count === wholeLines(this.part)
  }

  /** Index of the first hit at or after the byte; −1 for none. */
  firstFrom(byte: number): number {
    const hit = this.start.lastAtMost(byte - 1) + 1
    return hit < this.count ? hit : -1
  }

  private isHidden(line: number): boolean {
    return this.filter !== null && !this.filter.shown[this.filter.index.levels[line]]
  }

  private step(count: number): void {
    const from = Math.max(this.at, startOfLine(this.part, this.lines))
    const most = from + STEP
    const isNext = (): boolean => this.lines < count && !this.isHidden(this.lines)
    while (isNext() && startOfLine(this.part, this.lines + 1) <= most) this.lines += 1
    if (!isNext()) this.search(from, startOfLine(this.part, this.lines), 0)
    else this.search(from, letterAt(this.part.bytes, most), startOfLine(this.part, this.lines + 1))
  }

  /** Searches for hits that begin in a range. The last one may end behind it, but not behind `line`. */
  private search(from: number, to: number, line: number): void {
    const end = Math.max(to, Math.min(to + this.longest, line))
    const text = this.part.bytes.text(from, end)
    // in ASCII, character offsets are byte offsets
    const ascii = text.length === end - from
    let [character, byte] = [0, from]
    for (const { 0: found, 1: hit, index } of text.matchAll(this.pattern)) {
      const start = byte + (ascii ? index - character : bytesOf(text, character, index))
      if (start >= to || this.count >= MOST_HITS) break
      byte = start + (ascii ? found.length : bytesOf(found, 0, found.length))
      character = index + found.length
      if (hit === undefined) continue
      this.start.push(start)
      this.end.push(byte)
    }
    this.at = Math.max(to, byte)
  }
}

/** The offset, or that of the letter's first byte if it lies within one. */
function letterAt(bytes: BlockText, offset: number): number {
  let at = offset
  while (at > offset - LETTER && (bytes.at(at) & 0xc0) === 0x80) at -= 1
  return at
}

/** Length of these characters in UTF-8 bytes. */
export function bytesOf(text: string, from: number, to: number): number {
  let bytes = 0
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    // half of a surrogate pair counts for two of its four bytes
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3
  }
  return bytes
}
