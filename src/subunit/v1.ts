/**
 * subunit version 1: lines of text, some of them directives (`test: x`, `success: x`), all others
 * output of the tests. It is what the run files of stestr and testrepository hold. Source: the
 * protocol's description in subunit's README, and its Python library, whose reading this follows.
 */

import { byCodePoint } from './code-points.ts'
import { emptyPacket, NO_BYTES, type PacketStatus, type StreamDecoder, type StreamSink } from './packet.ts'
import { DetailsReader } from './v1-details.ts'
import { parseTime } from './v1-time.ts'
import { Window } from './window.ts'

const OUTCOMES: ReadonlyMap<string, PacketStatus> = new Map([
  ['success', 'success'],
  ['successful', 'success'],
  ['failure', 'fail'],
  ['error', 'fail'],
  ['skip', 'skip'],
  ['xfail', 'xfail'],
  ['uxsuccess', 'uxsuccess'],
])

/** A line longer than this is no directive; it goes on as output, in pieces. */
const MAX_LINE = 16 << 20

const LF = 10
const CR = 13
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Decodes version 1. */
export class V1Decoder implements StreamDecoder {
  /** Whether a test ended, or a `test:` line with its colon began one: "test this" is English. */
  sawTest = false
  private directives = 0
  private otherLines = 0
  private readonly sink: StreamSink
  private readonly window = new Window()
  private readonly packet = emptyPacket()
  /** Bytes from the window's start that hold no line end. */
  private searched = 0
  private inLongLine = false
  private now: number | null = null
  private globalTags = new Set<string>()
  /** The open test's own, once a line changed them. */
  private testTags: Set<string> | null = null
  /** Of the tags in force, until a line changes them: a stream may have as many as it has tests. */
  private sortedGlobal: readonly string[] | null = null
  /** The test that is open, and, once its outcome's details began, the outcome. */
  private openTest: string | null = null
  private outcome: PacketStatus | null = null
  private details: DetailsReader | null = null

  constructor(sink: StreamSink) {
    this.sink = sink
  }

  /** Whether the bytes so far are a version 1 stream: they have a test, or directives alone. */
  get isStream(): boolean {
    return this.sawTest || (this.directives > 0 && this.otherLines === 0)
  }

  write(chunk: Uint8Array): void {
    this.window.append(chunk)
    this.decode(false)
  }

  end(): void {
    this.decode(true)
    if (this.details !== null) {
      this.sink.damage(
        'truncated',
        NO_BYTES,
        this.window.offsetOf(this.window.end),
        'the stream ends inside of details',
      )
    }
    if (this.openTest !== null) this.send(null, this.tags())
  }

  private decode(last: boolean): void {
    const { window } = this
    while (window.start < window.end) {
      if (this.details !== null) {
        const used = this.details.read(window.bytes.subarray(window.start, window.end), last)
        if (used === 0 && this.details !== null) return
        window.start += used
        continue
      }
      const from = window.start + this.searched
      const feed = window.bytes.subarray(from, window.end).indexOf(LF)
      const lineEnd = feed < 0 ? window.end : from + feed + 1
      const length = lineEnd - window.start
      if (feed < 0 && !last && length < MAX_LINE) {
        this.searched = length
        return
      }
      this.searched = 0
      const whole = !this.inLongLine && (feed >= 0 || last)
      this.inLongLine = feed < 0 && !last
      if (!whole || !this.directive(window.start, lineEnd)) {
        this.otherLines++
        this.sink.noise(window.bytes.subarray(window.start, lineEnd), window.offsetOf(window.start))
      }
      window.start = lineEnd
    }
  }

  /** Obeys the line from start to end; false where it is output. */
  private directive(start: number, end: number): boolean {
    const { bytes } = this.window
    const word = directiveWord(bytes, start, end)
    if (word === null) return false
    const rest = start + word.length + 1
    const restEnd = withoutLineEnd(bytes, rest, end)
    const known = this.obey(word, bytes.subarray(rest, restEnd))
    if (known) this.directives++
    return known
  }

  private obey(word: string, rest: Buffer): boolean {
    const command = word.replace(/:+$/, '')
    const outcome = OUTCOMES.get(command)
    if (outcome !== undefined) return this.endTest(outcome, utf8.decode(rest))
    if (command === 'test' || command === 'testing')
      return this.startTest(utf8.decode(rest), word.endsWith(':'))
    if (command === 'time') return this.setTime(rest.toString('latin1'))
    if (command === 'tags') return this.changeTags(utf8.decode(rest))
    return command === 'progress' && /^\s*(push|pop|[+-]?\d+)\s*$/.test(rest.toString('latin1'))
  }

  private startTest(id: string, colon: boolean): boolean {
    if (this.openTest !== null) {
      this.send(null, this.tags())
      this.sink.lost(this.openTest)
    }
    if (colon) this.sawTest = true
    this.openTest = id
    this.testTags = null
    this.send('inprogress', null)
    return true
  }

  private endTest(status: PacketStatus, rest: string): boolean {
    const id = this.openTest
    if (id === null || !rest.startsWith(id)) return false
    const bracket = rest.slice(id.length)
    if (bracket === '') {
      this.finishTest(status)
    } else if (bracket === ' [' || bracket === ' [ multipart') {
      this.outcome = status
      this.details = new DetailsReader(bracket === ' [' ? status : 'multipart', this)
    } else if (bracket.startsWith(' [ ') && bracket.endsWith(' ]')) {
      new DetailsReader(status, this).whole(Buffer.from(bracket.slice(3, -2)))
      this.finishTest(status)
    } else {
      return false
    }
    return true
  }

  private setTime(text: string): boolean {
    const time = parseTime(text)
    if (time === null) return false
    this.now = time
    return true
  }

  private changeTags(text: string): boolean {
    if (this.openTest === null) this.sortedGlobal = null
    else this.testTags ??= new Set(this.globalTags)
    const tags = this.openTest === null ? this.globalTags : (this.testTags ?? this.globalTags)
    const words = text.split(/\s+/).filter((word) => word !== '')
    for (const word of words) if (!word.startsWith('-')) tags.add(word)
    for (const word of words) if (word.startsWith('-')) tags.delete(word.slice(1))
    return true
  }

  /** A piece of an attachment of the open test; from its details. */
  attach(name: string, mimeType: string, bytes: Buffer): void {
    const { packet } = this
    packet.fileName = name
    packet.mimeType = mimeType
    packet.bytes = bytes
    packet.fileStart = 0
    packet.fileEnd = bytes.length
    this.send(null, null)
    packet.fileName = null
    packet.mimeType = null
  }

  /** The details' closing bracket was read. */
  detailsEnded(): void {
    this.finishTest(this.outcome)
  }

  detailsFault(line: Buffer, reason: string): void {
    this.sink.damage('unreadable', line, this.window.offsetOf(this.window.start), reason)
  }

  private finishTest(status: PacketStatus | null): void {
    this.sawTest = true
    this.send(status, this.tags())
    this.openTest = null
    this.details = null
  }

  private tags(): readonly string[] {
    if (this.testTags !== null) return [...this.testTags].sort(byCodePoint)
    this.sortedGlobal ??= [...this.globalTags].sort(byCodePoint)
    return this.sortedGlobal
  }

  private send(status: PacketStatus | null, tags: readonly string[] | null): void {
    const { packet } = this
    packet.testId = this.openTest
    packet.status = status
    packet.timestamp = this.now
    packet.tags = tags
    this.sink.packet(packet)
  }
}

/** The line's first word, where it stands at the line's start and another follows; else null. */
function directiveWord(bytes: Buffer, start: number, end: number): string | null {
  // the longest is "successful:"; more colons than these are no directive that anyone writes
  const limit = Math.min(end, start + 14)
  let at = start
  while (at < limit && !isSpace(bytes[at])) at++
  if (at === start || at === limit) return null
  for (let i = at; i < end; i++) if (!isSpace(bytes[i])) return bytes.toString('latin1', start, at)
  return null
}

const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13)

function withoutLineEnd(bytes: Buffer, start: number, end: number): number {
  if (end <= start || bytes[end - 1] !== LF) return end
  return end - 2 >= start && bytes[end - 2] === CR ? end - 2 : end - 1
}
