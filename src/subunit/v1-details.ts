import type { PacketStatus } from './packet.ts'

/** What takes a version 1 outcome's details. */
export interface DetailsOwner {
  attach(name: string, mimeType: string, bytes: Buffer): void
  detailsEnded(): void
  /** A line that follows no rule, at the start of what this call of `read` was given. */
  detailsFault(line: Buffer, reason: string): void
}

const LF = 10
const CR = 13
const SPACE = 32
const BRACKET = 93
/** A longer line is no header. */
const MAX_LINE = 1 << 20

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Reads what stands in an outcome's bracket, in pieces: either lines of text up to `]`, where a line
 * that begins with ` ]` is one of `]`, or parts of
 *
 *     Content-Type: text/plain;charset=utf8
 *     name
 *     1F␍␊ …31 bytes… 0␍␊
 */
export class DetailsReader {
  private readonly owner: DetailsOwner
  private name: string
  private mimeType: string
  private state: 'text' | 'type' | 'name' | 'length' | 'body'
  private atLineStart = true
  /** Bytes of the chunk that are still to come. */
  private left = 0

  /** `kind`: the outcome whose text it is, or `multipart`. */
  constructor(kind: PacketStatus | 'multipart', owner: DetailsOwner) {
    this.owner = owner
    this.state = kind === 'multipart' ? 'type' : 'text'
    // the Python library's choice of names and types
    if (kind === 'skip') [this.name, this.mimeType] = ['reason', 'text/plain']
    else if (kind === 'success' || kind === 'uxsuccess')
      [this.name, this.mimeType] = ['message', 'text/plain']
    else [this.name, this.mimeType] = ['traceback', 'text/x-traceback; charset="utf8"']
  }

  /** The text of a bracket that closes on its own line. */
  whole(text: Buffer): void {
    this.owner.attach(this.name, this.mimeType, text)
  }

  /** Uses bytes from the start and returns how many; 0 where a line is not all there yet. */
  read(bytes: Buffer, last: boolean): number {
    if (this.state === 'body') return this.readBody(bytes)
    const feed = bytes.indexOf(LF)
    if (this.state === 'text') return this.readText(bytes, feed, last)
    if (feed < 0 && !last && bytes.length < MAX_LINE) return 0
    const end = feed < 0 ? bytes.length : feed + 1
    this.readHeader(bytes.subarray(0, end))
    return end
  }

  private readText(bytes: Buffer, feed: number, last: boolean): number {
    if (this.atLineStart) {
      // two bytes tell ` ]`, three `]␍␊`
      if (feed < 0 && bytes.length < 3 && !last) return 0
      if (bytes[0] === BRACKET && isLineEnd(bytes, 1, feed, last)) {
        this.owner.detailsEnded()
        return feed < 0 ? bytes.length : feed + 1
      }
    }
    // all lines up to the next one that needs a look
    let end = feed + 1
    if (feed < 0) end = bytes.length
    else end = plainLines(bytes, end)
    const quoted = this.atLineStart && bytes[0] === SPACE && bytes[1] === BRACKET
    this.owner.attach(this.name, this.mimeType, bytes.subarray(quoted ? 1 : 0, end))
    this.atLineStart = bytes[end - 1] === LF
    return end
  }

  private readHeader(line: Buffer): void {
    const text = lineText(line)
    if (this.state === 'type') {
      if (text === ']') return this.owner.detailsEnded()
      const match = /^\S+ ([^/]+\/[^/]+)$/.exec(text)
      if (match === null)
        return this.owner.detailsFault(line, 'neither a content type nor the closing bracket')
      this.mimeType = match[1]
      this.state = 'name'
    } else if (this.state === 'name') {
      this.name = text
      this.state = 'length'
    } else if (/^[0-9a-fA-F]{1,12}$/.test(text)) {
      this.left = Number.parseInt(text, 16)
      this.state = this.left === 0 ? 'type' : 'body'
    } else {
      this.owner.detailsFault(line, 'no length of a chunk')
      this.state = 'type'
    }
  }

  private readBody(bytes: Buffer): number {
    const length = Math.min(this.left, bytes.length)
    this.owner.attach(this.name, this.mimeType, bytes.subarray(0, length))
    this.left -= length
    if (this.left === 0) this.state = 'length'
    return length
  }
}

/** End of the lines from `from` on that neither close the bracket nor are quoted. */
function plainLines(bytes: Buffer, from: number): number {
  let end = from
  while (end + 2 < bytes.length && bytes[end] !== BRACKET && bytes[end] !== SPACE) {
    const feed = bytes.indexOf(LF, end)
    if (feed < 0) break
    end = feed + 1
  }
  return end
}

function isLineEnd(bytes: Buffer, at: number, feed: number, last: boolean): boolean {
  if (at === feed || (at + 1 === feed && bytes[at] === CR)) return true
  return last && feed < 0 && (at === bytes.length || (at + 1 === bytes.length && bytes[at] === CR))
}

function lineText(line: Buffer): string {
  let end = line.length
  if (line[end - 1] === LF) end--
  if (line[end - 1] === CR) end--
  return utf8.decode(line.subarray(0, end))
}
