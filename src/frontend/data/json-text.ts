/** Strings of JSON, unescaped byte by byte into one block of memory, whatever chunks they come in. */

import { Numbers } from './numbers.ts'

const [QUOTE, BACKSLASH, NEWLINE, ESCAPE] = [0x22, 0x5c, 10, 27]
/** `"`, `\`, `/`, b, f, n, r, t → what they stand for. */
const SIMPLE = new Map<number, number>([
  [QUOTE, QUOTE],
  [BACKSLASH, BACKSLASH],
  [0x2f, 0x2f],
  [0x62, 8],
  [0x66, 12],
  [0x6e, NEWLINE],
  [0x72, 13],
  [0x74, 9],
])

export class JsonText {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Behind the last byte that was written. */
  to = 0
  /** First byte of each line but a text's first, which its reader knows of. */
  readonly lineStart = new Numbers()
  /** An escape character has come. */
  escapes = false
  closed = true
  private start = 0
  private lines = 0
  /** Of an escape that a chunk's end may cut: 1 behind the backslash, 2 to 5 digits to come, plus 1. */
  private state = 0
  private code = 0
  /** The first half of a pair, whose other half must follow. */
  private high = 0

  constructor(size: number) {
    this.bytes = new Uint8Array(size)
  }

  /** The opening quote has been read. */
  begin(): void {
    this.closed = false
    this.start = this.to
    this.lines = this.lineStart.length
  }

  /** The text just closed, as a string that leaves no trace in the block. */
  take(): string {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      this.bytes.subarray(this.start, this.to),
    )
    this.to = this.start
    this.lineStart.length = this.lines
    return text
  }

  write(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.to)
    this.to += bytes.length
  }

  /** Up to behind the closing quote, or the chunk's end; returns where it stopped. */
  read(chunk: Uint8Array, from: number): number {
    let i = from
    while (i < chunk.length) {
      if (this.state === 0 && this.high === 0) i = this.readPlain(chunk, i)
      if (i === chunk.length) return i
      this.mark(chunk[i++])
      if (this.closed) return i
    }
    return i
  }

  /**
   * Up to a quote or an escape that is no newline. Nearly every byte of a log passes here and nothing is
   * called for it: 60 MB take 160 ms, and 110 where the browser finds and moves what is between escapes,
   * which is slower where they are many.
   */
  private readPlain(chunk: Uint8Array, from: number): number {
    const { bytes, lineStart } = this
    const end = chunk.length
    let [i, to] = [from, this.to]
    for (; i < end; i++) {
      const byte = chunk[i]
      if (byte === QUOTE) break
      if (byte === BACKSLASH) {
        if (i + 1 === end || chunk[i + 1] !== 0x6e) break
        bytes[to++] = NEWLINE
        lineStart.push(to)
        i += 1
      } else {
        bytes[to++] = byte
      }
    }
    this.to = to
    return i
  }

  /** A byte of an escape, behind a first half, or a quote. */
  private mark(byte: number): void {
    if (this.state > 1) this.digit(byte)
    else if (this.state === 1) this.escaped(byte)
    else if (byte === BACKSLASH) this.state = 1
    else {
      this.loneHigh()
      if (byte === QUOTE) this.closed = true
      else this.bytes[this.to++] = byte
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

  /** Half a character is none. */
  private loneHigh(): void {
    if (this.high !== 0) this.character(0xfffd)
    this.high = 0
  }

  private character(code: number): void {
    const { bytes } = this
    if (code < 0x80) {
      bytes[this.to++] = code
      if (code === NEWLINE) this.lineStart.push(this.to)
      else if (code === ESCAPE) this.escapes = true
      return
    }
    if (code < 0x800) bytes[this.to++] = 0xc0 | (code >> 6)
    else if (code < 0x10000) bytes[this.to++] = 0xe0 | (code >> 12)
    else {
      bytes[this.to++] = 0xf0 | (code >> 18)
      bytes[this.to++] = 0x80 | ((code >> 12) & 63)
    }
    if (code >= 0x800) bytes[this.to++] = 0x80 | ((code >> 6) & 63)
    bytes[this.to++] = 0x80 | (code & 63)
  }
}
