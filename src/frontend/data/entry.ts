/**
 * A test's details while they come: `,\n"key":{"status":…,"timestamps":…,"attachment":"text",…}`, one
 * member of the details file. JSON.parse would need all of it first, as one string, and make another: a
 * log of 50 MB would be seen after a second. Here each byte is looked at once, as it comes; texts are
 * unescaped where they came, and their lines are known.
 *
 *     chunks  │,"key":{"status":"fail",…"traceback":"…\n…\n…"│,"pythonlogging":"…\n…\n…│
 *     bytes     key    status  fail     traceback   …⏎…⏎…       pythonlogging   …⏎…⏎…
 *                                                   ▲from                       ▲from  ▲to, while it grows
 */

import type { BlockText } from './block-text.ts'
import { JsonText } from './json-text.ts'
import { MalformedEntry, RawValue } from './raw-value.ts'

/** An attachment's value: UTF-8 among the entry's. */
export interface Part {
  readonly name: string
  readonly bytes: BlockText
  /** First byte, and the one behind the last that has come. */
  readonly from: number
  to: number
  /** All of it is there. */
  whole: boolean
  /** Into `lineStart`: its first line, and behind its last one. */
  readonly firstLine: number
  endLine: number
  /** First byte of each line, of all parts of the entry. */
  readonly lineStart: { readonly at: Uint32Array }
  /** It has escape characters, of terminals. */
  escapes: boolean
}

const [QUOTE, COMMA, COLON, OPEN, CLOSE] = [0x22, 0x2c, 0x3a, 0x7b, 0x7d]

type Expected = 'start' | 'key' | 'colon' | 'object' | 'member' | 'value' | 'behind' | 'end'

export class Entry {
  readonly parts: Part[] = []
  /** Undefined until they have come. */
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

  /** What tells whose it is has come. */
  get isNamed(): boolean {
    return this.status !== undefined && this.timestamps !== undefined
  }

  /** The chunk is the entry's from here on, and written over. Throws a MalformedEntry. */
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

  /** The output of no test has no fields of its own, and may have attachments of these names. */
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

  /** Up to the comma or brace behind a value that is no text: timestamps, or what others may write. */
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
      // a newline at the end ends a line and begins none
      if (this.open.endLine - this.open.firstLine > 1 && last === this.open.to) {
        this.open.endLine -= 1
        this.text.lineStart.length -= 1
      }
    }
    this.open = null
    this.expected = 'behind'
  }

  /** The open part reaches as far as what has come. */
  private grow(): void {
    if (this.open === null) return
    this.open.to = this.text.to
    this.open.endLine = this.text.lineStart.length
    this.open.escapes = this.text.escapes
  }
}
