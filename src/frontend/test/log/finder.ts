/** Finds a text in a log, ignoring case. Works in slices, and decodes some lines at a time. */

import type { BlockText } from '../../data/block-text.ts'
import type { Part } from '../../data/entry.ts'
import { Numbers } from '../../data/numbers.ts'
import { wholeLines } from './levels.ts'
import type { RowOptions } from './rows.ts'

/** Bytes decoded at once; more if a line is longer. */
const STEP = 128 << 10
/** Nobody steps through more hits. */
export const MOST_HITS = 100_000
/** In a coloured text, escapes may stand between the letters. */
const BETWEEN = '(?:\\x1b\\[[\\d;:]{0,32}m)*'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export class Finder {
  /** Hit → its first byte (`start`), and the one after its last (`end`). */
  readonly start = new Numbers()
  readonly end = new Numbers()
  private readonly part: Part
  private readonly filter: RowOptions['filter']
  private readonly pattern: RegExp
  private lines = 0
  /** End of the last step; the next one begins here, or at a later line. */
  private at: number

  constructor(part: Part, needle: string, filter: RowOptions['filter']) {
    this.part = part
    this.filter = filter
    const letters = Array.from(needle, (letter) => letter.replace(/[$()*+./?[\\\]^{|}-]/, '\\$&'))
    this.pattern = new RegExp(letters.join(part.escapes ? BETWEEN : ''), 'gi')
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
      else this.readLines(count)
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

  private readLines(count: number): void {
    const { bytes, firstLine, lineStart, endLine, to } = this.part
    const from = Math.max(this.at, lineStart.at[firstLine + this.lines])
    let end = from
    while (this.lines < count && end < from + STEP && !this.isHidden(this.lines)) {
      const next = firstLine + ++this.lines
      end = next < endLine ? lineStart.at[next] : to
    }
    this.search(bytes, from, end)
    this.at = end
  }

  private search(bytes: BlockText, from: number, to: number): void {
    const text = decoder.decode(bytes.subarray(from, to))
    // in ASCII, character offsets are byte offsets
    const ascii = text.length === to - from
    let [character, byte] = [0, from]
    for (const { 0: found, index } of text.matchAll(this.pattern)) {
      byte += ascii ? index - character : bytesOf(text, character, index)
      const length = ascii ? found.length : bytesOf(found, 0, found.length)
      this.start.push(byte)
      this.end.push(byte + length)
      if (this.count >= MOST_HITS) return
      byte += length
      character = index + found.length
    }
  }
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
