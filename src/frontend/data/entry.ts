/**
 * Parses a test's details as they arrive: `,\n"key":{"status":…,"timestamps":…,"attachment":"text",…}`, one
 * member of the details file. JSON.parse would need all of it as one string and create a second one: a log
 * of 50 MB would appear after a second. This parser looks at each byte once, as it arrives, unescapes
 * texts in place and records where their lines begin.
 *
 *     chunks  │,"key":{"status":"fail",…"traceback":"…\n…\n…"│,"pythonlogging":"…\n…\n…│
 *     bytes     key    status  fail     traceback   …⏎…⏎…       pythonlogging   …⏎…⏎…
 *                                                   ▲from                       ▲from  ▲to, while it grows
 */

import type { BlockText } from './block-text.ts'
import { JsonText } from './json-text.ts'
import { MalformedEntry, RawValue } from './raw-value.ts'

/** An attachment's value: a range of the entry's UTF-8 bytes. */
export interface Part {
  readonly name: string
  readonly bytes: BlockText
  /** Offset of the first byte, and the offset after the last that has arrived. */
  readonly from: number
  to: number
  /** Whether all of it has arrived. */
  whole: boolean
  /** Indexes into `lineStart`: its first line, and the one after its last. */
  readonly firstLine: number
  endLine: number
  /** Offset of each line's first byte, for all parts of the entry. */
  readonly lineStart: { readonly at: Uint32Array }
  /** Whether it contains escape characters (ESC), as terminal output does. */
  escapes: boolean
}

/** Number of its lines so far. */
export const linesOf = ({ firstLine, endLine }: Part): number => endLine - firstLine

/** Offset of a line's first byte (from 0), or of the end if there is no such line yet. */
export const startOfLine = ({ firstLine, endLine, lineStart: starts, to }: Part, line: number): number =>
  firstLine + line < endLine ? starts.at[firstLine + line] : to

const [QUOTE, COMMA, COLON, OPEN, CLOSE] = [0x22, 0x2c, 0x3a, 0x7b, 0x7d]

type Expected = 'start' | 'key' | 'colon' | 'object' | 'member' | 'value' | 'behind' | 'end'

export class Entry {
  readonly parts: Part[] = []
  /** Undefined until they have arrived. */
  key: string | undefined
  status: string | undefined
  timestamps: unknown
  private readonly text = new JsonText()
  private expected: Expected = 'start'
  private afterColon: Expected = 'object'
  private member = ''
  private open: Part | null = null
  private inText = false
  private raw: RawValue | null = null

  get whole(): boolean {
    return this.expected === 'end'
  }

  /** Whether the fields that identify it have arrived: of the output that belongs to no test, the key alone. */
  get isNamed(): boolean {
    return this.key === '' || (this.status !== undefined && this.timestamps !== undefined)
  }

  /** Parses the next chunk, which the entry keeps and overwrites. Throws a MalformedEntry. */
  feed(given: Uint8Array): void {
    const { chunk, from } = this.text.open(given)
    let i = from
    while (i < chunk.length) {
      if (this.inText) i = this.readText(i)
      else if (this.raw !== null) i = this.readRaw(this.raw, chunk, i)
      else this.readMark(chunk[i++], i)
    }
    this.text.flush()
    this.grow()
  }

  private readText(from: number): number {
    const next = this.text.read(from)
    if (this.text.closed) {
      this.inText = false
      this.textEnded()
    }
    return next
  }

  private readMark(byte: number, behind: number): void {
    if (byte <= 0x20) return
    switch (this.expected) {
      case 'start':
        if (byte !== OPEN && byte !== COMMA) break
        this.expected = 'key'
        return
      case 'key':
      case 'member':
        if (byte === CLOSE && this.expected === 'member') return this.end()
        if (byte !== QUOTE) break
        return this.begin(behind)
      case 'colon':
        if (byte !== COLON) break
        this.expected = this.afterColon
        return
      case 'object':
        if (byte !== OPEN) break
        this.expected = 'member'
        return
      case 'value':
        return this.beginValue(byte, behind)
      case 'behind':
        if (byte === CLOSE) return this.end()
        if (byte !== COMMA) break
        this.expected = 'member'
        return
      case 'end':
    }
    throw new MalformedEntry()
  }

  private begin(at: number): void {
    this.inText = true
    this.text.begin(at)
  }

  private end(): void {
    this.expected = 'end'
  }

  private beginValue(byte: number, behind: number): void {
    if (this.isAttachment()) this.openPart()
    if (byte === QUOTE) this.begin(behind)
    else this.raw = new RawValue(byte)
  }

  /** The output that belongs to no test has no fields, but may have attachments with these names. */
  private isAttachment(): boolean {
    return this.key === '' || (this.member !== 'status' && this.member !== 'timestamps')
  }

  private openPart(): void {
    const { bytes, lineStart, to } = this.text
    const firstLine = lineStart.length
    lineStart.push(to)
    this.open = {
      name: this.member,
      bytes,
      from: to,
      to,
      whole: false,
      firstLine,
      endLine: firstLine + 1,
      lineStart,
      escapes: false,
    }
    this.text.escapes = false
    this.parts.push(this.open)
  }

  private textEnded(): void {
    if (this.expected === 'key') {
      this.key = this.text.take()
      this.afterColon = 'object'
      this.expected = 'colon'
    } else if (this.expected === 'member') {
      this.member = this.text.take()
      this.afterColon = 'value'
      this.expected = 'colon'
    } else {
      if (this.open === null) this.keep(this.text.take())
      this.valueEnded()
    }
  }

  /** Reads a value that is not a string (timestamps, or another writer's) to the comma or brace after it. */
  private readRaw(raw: RawValue, chunk: Uint8Array, from: number): number {
    const next = raw.read(chunk, from)
    if (!raw.ended) return next
    this.raw = null
    if (this.open === null) this.keep(raw.parse())
    else this.text.write(raw.bytes())
    this.valueEnded()
    return next
  }

  private keep(value: unknown): void {
    if (this.member === 'status') this.status = String(value)
    else this.timestamps = value
  }

  private valueEnded(): void {
    this.grow()
    if (this.open !== null) {
      this.open.whole = true
      const last = this.open.lineStart.at[this.open.endLine - 1]
      // a newline at the end terminates a line and starts no new one
      if (this.open.endLine - this.open.firstLine > 1 && last === this.open.to) {
        this.open.endLine -= 1
        this.text.lineStart.length -= 1
      }
    }
    this.open = null
    this.expected = 'behind'
  }

  /** Extends the open part to the end of what has been read. */
  private grow(): void {
    if (this.open === null) return
    this.open.to = this.text.to
    this.open.endLine = this.text.lineStart.length
    this.open.escapes = this.text.escapes
  }
}
