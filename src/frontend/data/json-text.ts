/** Strings of JSON, unescaped byte by byte where they came, whatever chunks they come in. */

import { BlockText } from './block-text.ts'
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

/** Bytes that the escapes of one character are at most. */
const ROOM = 16
/** Bytes from one escape to the next, on average, from which on the browser is faster at what is between. */
const FAR = 64

export class JsonText {
  readonly bytes = new BlockText()
  /** First byte of each line but a text's first, which its reader knows of. */
  readonly lineStart = new Numbers()
  /** An escape character has come. */
  escapes = false
  closed = true
  /** Texts are unescaped where they came: what is written is never longer than what has been read. */
  private chunk: Uint8Array = new Uint8Array(0)
  /** In the chunk: what has been written and stands in no block as yet. */
  private from = 0
  private next = 0
  /** Of the text. */
  private start = 0
  /** Of an escape that a chunk's end may cut: 1 behind the backslash, 2 to 5 digits to come, plus 1. */
  private state = 0
  private code = 0
  /** The first half of a pair, whose other half must follow. */
  private high = 0
  /** Stops in the chunk, at newlines and at marks; whether those of the one before were far apart. */
  private stops = 0
  private far = false
  /** The next quote and the next backslash in the chunk, or its end. */
  private quote = -1
  private backslash = -1

  /** Behind the last byte that was written. */
  get to(): number {
    return this.bytes.length + this.next - this.from
  }

  /** The chunk to be read, which is written over: the one given, with room before it where it ends an escape. */
  open(chunk: Uint8Array): { chunk: Uint8Array; from: number } {
    const from = this.state !== 0 || this.high !== 0 ? ROOM : 0
    this.far = this.stops * FAR < this.chunk.length
    this.stops = 0
    this.quote = -1
    this.backslash = -1
    this.chunk = chunk
    if (from > 0) {
      this.chunk = new Uint8Array(from + chunk.length)
      this.chunk.set(chunk, from)
    }
    this.from = this.next = 0
    return { chunk: this.chunk, from }
  }

  /** What has been written has its place. */
  flush(): void {
    this.bytes.push(this.chunk.subarray(this.from, this.next))
    this.from = this.next
  }

  /** The opening quote has been read, before `at`. */
  begin(at: number): void {
    this.flush()
    this.from = this.next = at
    this.closed = false
    this.start = this.bytes.length
  }

  /** The text just closed, as a string. */
  take(): string {
    this.flush()
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      this.bytes.subarray(this.start, this.bytes.length),
    )
  }

  write(bytes: Uint8Array): void {
    this.flush()
    this.bytes.push(bytes)
  }

  /** Up to behind the closing quote, or the chunk's end; returns where it stopped. */
  read(from: number): number {
    const { chunk } = this
    let i = from
    while (i < chunk.length) {
      const lines = this.lineStart.length
      if (this.state === 0 && this.high === 0) i = this.far ? this.readFar(i) : this.readPlain(i)
      this.stops += this.lineStart.length - lines + 1
      if (i === chunk.length) return i
      this.mark(chunk[i++])
      if (this.closed) return i
    }
    return i
  }

  /**
   * Up to a quote or an escape that is no newline. Nothing is called for a byte: 50 MB take 70 to 90 ms
   * whatever is in them.
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
        if (i + 1 === end || chunk[i + 1] !== 0x6e) break
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

  /** The same, by the browser, for lines as most logs have them: 50 MB of lines of 160 bytes take 25 ms. */
  private readFar(from: number): number {
    const { chunk } = this
    for (let i = from; ; i += 2) {
      if (this.quote < i) this.quote = indexOf(chunk, QUOTE, i)
      if (this.backslash < i) this.backslash = indexOf(chunk, BACKSLASH, i)
      const end = Math.min(this.backslash, this.quote)
      chunk.copyWithin(this.next, i, end)
      this.next += end - i
      i = end
      if (chunk[i] !== BACKSLASH || chunk[i + 1] !== 0x6e) return i
      chunk[this.next++] = NEWLINE
      this.lineStart.push(this.to)
    }
  }

  /** A byte of an escape, behind a first half, or a quote. */
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

  /** Half a character is none. */
  private loneHigh(): void {
    if (this.high !== 0) this.character(0xfffd)
    this.high = 0
  }

  private character(code: number): void {
    const { chunk } = this
    if (code < 0x80) {
      chunk[this.next++] = code
      if (code === NEWLINE) this.lineStart.push(this.to)
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

/** The chunk's end where there is none. */
function indexOf(chunk: Uint8Array, byte: number, from: number): number {
  const found = chunk.indexOf(byte, from)
  return found < 0 ? chunk.length : found
}
