/** Unescapes JSON strings in place, byte by byte, wherever the chunks are split. */

import { BlockText } from './block-text.ts'
import { Numbers } from './numbers.ts'

const [QUOTE, BACKSLASH, NEWLINE, RETURN, ESCAPE] = [0x22, 0x5c, 10, 13, 27]
/** The n of `\n`. */
const N = 0x6e
/** The byte after a backslash (`"`, `\`, `/`, b, f, n, r, t) → the byte it stands for. */
const SIMPLE = new Map<number, number>([
  [QUOTE, QUOTE],
  [BACKSLASH, BACKSLASH],
  [0x2f, 0x2f],
  [0x62, 8],
  [0x66, 12],
  [N, NEWLINE],
  [0x72, RETURN],
  [0x74, 9],
])

/** Upper limit for the length of one character's escapes, in bytes. */
const ROOM = 16

export class JsonText {
  readonly bytes = new BlockText()
  /** Offset of each line's first byte, except a text's first line, which the caller adds. */
  readonly lineStart = new Numbers()
  /** Whether an escape character (ESC) has been read. */
  escapes = false
  closed = true
  /** Texts are unescaped in place: the output is never longer than the input. */
  private chunk: Uint8Array = new Uint8Array(0)
  /** Range of the chunk that has been written but not added to `bytes` yet. */
  private from = 0
  private next = 0
  /** Where the text begins in `bytes`. */
  private start = 0
  /** Of an escape, which chunks may split: 1 after the backslash; 2 to 5: hex digits to come, plus 1. */
  private state = 0
  private code = 0
  /** After a carriage return, which ends a line unless a newline follows it. */
  private returned = false
  /** A high surrogate, whose low surrogate must follow; 0 for none. */
  private high = 0

  /** Offset after the last byte written. */
  get to(): number {
    return this.bytes.length + this.next - this.from
  }

  /** Returns the chunk to read and overwrite: the given one, or a copy with room for the end of an escape. */
  open(chunk: Uint8Array): { chunk: Uint8Array; from: number } {
    const from = this.state !== 0 || this.high !== 0 ? ROOM : 0
    this.chunk = chunk
    if (from > 0) {
      this.chunk = new Uint8Array(from + chunk.length)
      this.chunk.set(chunk, from)
    }
    this.from = this.next = 0
    return { chunk: this.chunk, from }
  }

  /** Adds what has been written to `bytes`. */
  flush(): void {
    this.bytes.push(this.chunk.subarray(this.from, this.next))
    this.from = this.next
  }

  /** Starts a text at `at`, just after its opening quote. */
  begin(at: number): void {
    this.flush()
    this.from = this.next = at
    this.closed = false
    this.start = this.bytes.length
  }

  /** The text that has just been closed, as a string. */
  take(): string {
    this.flush()
    return this.bytes.text(this.start, this.bytes.length)
  }

  write(bytes: Uint8Array): void {
    this.flush()
    this.bytes.push(bytes)
  }

  /** Reads to the closing quote, inclusive, or to the chunk's end; returns the offset where it stopped. */
  read(from: number): number {
    const { chunk } = this
    let i = from
    while (i < chunk.length) {
      if (this.returned) this.lookAhead(i)
      if (this.state === 0 && this.high === 0) i = this.readPlain(i)
      if (i === chunk.length) return i
      this.mark(chunk[i++])
      if (this.closed) return i
    }
    return i
  }

  /** Starts a line, as a progress bar does, unless there is a `\n` at `i`, which two chunks may split. */
  private lookAhead(i: number): void {
    const { chunk } = this
    const at = this.state === 1 ? i : chunk[i] === BACKSLASH ? i + 1 : -1
    if (at === chunk.length) return
    this.returned = false
    if (chunk[at] !== N) this.lineStart.push(this.to)
  }

  /**
   * Reads up to a quote or an escape other than `\n`. Makes no call per byte: 50 MB take 70 to 90 ms,
   * whatever they contain.
   */
  private readPlain(from: number): number {
    const { chunk, lineStart } = this
    const end = chunk.length
    const before = this.to - this.next
    let [i, next] = [from, this.next]
    for (; i < end; i++) {
      const byte = chunk[i]
      if (byte === QUOTE) break
      if (byte === BACKSLASH) {
        if (i + 1 === end || chunk[i + 1] !== N) break
        chunk[next++] = NEWLINE
        lineStart.push(before + next)
        i += 1
      } else {
        chunk[next++] = byte
      }
    }
    this.next = next
    return i
  }

  /** Handles a byte of an escape, the byte after a high surrogate, or a quote. */
  private mark(byte: number): void {
    if (this.state > 1) this.digit(byte)
    else if (this.state === 1) this.escaped(byte)
    else if (byte === BACKSLASH) this.state = 1
    else {
      this.loneHigh()
      if (byte === QUOTE) this.closed = true
      else this.chunk[this.next++] = byte
    }
  }

  private escaped(byte: number): void {
    this.state = 0
    if (byte === 0x75) {
      this.state = 5
      this.code = 0
      return
    }
    this.loneHigh()
    this.character(SIMPLE.get(byte) ?? byte)
  }

  private digit(byte: number): void {
    this.code = this.code * 16 + (byte & 0xf) + (byte > 0x39 ? 9 : 0)
    this.state -= 1
    if (this.state > 1) return
    this.state = 0
    const { code, high } = this
    if (high !== 0 && code >= 0xdc00 && code < 0xe000) {
      this.high = 0
      this.character(0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00))
      return
    }
    this.loneHigh()
    if (code >= 0xd800 && code < 0xdc00) this.high = code
    else this.character(code >= 0xdc00 && code < 0xe000 ? 0xfffd : code)
  }

  /** Writes U+FFFD for a high surrogate that no low one follows. */
  private loneHigh(): void {
    if (this.high !== 0) this.character(0xfffd)
    this.high = 0
  }

  private character(code: number): void {
    const { chunk } = this
    if (code < 0x80) {
      chunk[this.next++] = code
      if (code === NEWLINE) this.lineStart.push(this.to)
      else if (code === RETURN) this.returned = true
      else if (code === ESCAPE) this.escapes = true
      return
    }
    if (code < 0x800) chunk[this.next++] = 0xc0 | (code >> 6)
    else if (code < 0x10000) chunk[this.next++] = 0xe0 | (code >> 12)
    else {
      chunk[this.next++] = 0xf0 | (code >> 18)
      chunk[this.next++] = 0x80 | ((code >> 12) & 63)
    }
    if (code >= 0x800) chunk[this.next++] = 0x80 | ((code >> 6) & 63)
    chunk[this.next++] = 0x80 | (code & 63)
  }
}
