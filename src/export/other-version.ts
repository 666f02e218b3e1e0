import type { Warning } from '../format/exported.ts'
import type { Protocol } from './run-export.ts'
import { V1Seeker } from './v1-seeker.ts'
import { V2Seeker } from './v2-seeker.ts'

/** What is missing of an input that is read as that protocol. */
const MESSAGES: Readonly<Record<Protocol, string>> = {
  v1: 'a packet of version 2 outside the details of version 1: what such packets say is missing; give each stream as an input of its own',
  v2: 'a failed test of version 1 between packets of version 2: what such tests say is missing; give each stream as an input of its own',
}

const LINE_END = Buffer.from('\n')

/**
 * Searches the output between a stream's tests for a packet, or a failed test, of the other version: a second stream in
 * the same input must not be lost in silence. Tests of version 1 are lines that a test of version 2 may just print, so
 * those that passed do not count, nor what comes while a test is running.
 */
export class OtherVersion {
  private readonly protocol: Protocol
  private search: V1Seeker | V2Seeker | null = null
  /** The offset behind the last piece, and where the pieces that are joined to it began. */
  private end = -1
  private start = 0
  /** What the search counts from, as an offset in the stream. */
  private base = 0
  private given = 0
  private foundAt: number | null = null

  constructor(protocol: Protocol) {
    this.protocol = protocol
  }

  /** Takes the next piece of output, at that offset of the stream. */
  write(bytes: Buffer, offset: number, isInTest: boolean): void {
    if (this.foundAt !== null || (isInTest && this.protocol === 'v2')) return
    this.search ??= this.protocol === 'v1' ? new V2Seeker() : new V1Seeker()
    if (offset !== this.end) this.begin(this.search, offset)
    this.end = offset + bytes.length
    this.given += bytes.length
    this.search.write(bytes)
    this.look(this.search)
  }

  /** Ends the output. */
  finish(): void {
    this.search?.end()
    if (this.search !== null) this.look(this.search)
    this.release()
  }

  /** Ends the search; may be called again. */
  release(): void {
    this.search?.release()
    this.search = null
  }

  get warnings(): Warning[] {
    if (this.foundAt === null) return []
    return [{ kind: 'unreadable', message: MESSAGES[this.protocol], offset: this.foundAt }]
  }

  /** Begins a piece that does not continue the one before, and so is on a line of its own. */
  private begin(search: V1Seeker | V2Seeker, offset: number): void {
    search.write(LINE_END)
    this.given += LINE_END.length
    this.start = offset
    this.base = offset - this.given
  }

  private look(search: V1Seeker | V2Seeker): void {
    if (search instanceof V1Seeker) this.foundAt = search.hasFailedTest ? this.start : null
    else this.foundAt = search.hasFound ? this.base + search.foundAt : null
    if (this.foundAt !== null) this.release()
  }
}
