import type { Status } from '../format/exported.ts'
import { type DamageKind, NO_BYTES, type Packet, type StreamSink } from '../subunit/packet.ts'
import type { Attachment, AttachmentStore } from './attachments.ts'
import { testName } from './name.ts'
import type { TestSink } from './run.ts'
import { WarningLog } from './warnings.ts'

const NO_TAGS: readonly string[] = []
const NO_ATTACHMENTS: ReadonlyMap<string, Attachment> = new Map()

/** A test that has not ended. */
interface OpenTest {
  readonly id: string
  readonly routeCode: string | null
  readonly start: number | null
  /** In the order of first packets. */
  readonly order: number
  status: Status
  tags: readonly string[]
  attachments: Map<string, Attachment> | null
}

/** Builds tests from a stream's items, and gives each on as soon as it has ended. */
export class RunBuilder implements StreamSink {
  readonly warnings = new WarningLog()
  /** Ids of `exists` packets, in their order. */
  readonly enumerated = new Set<string>()
  private readonly sink: TestSink
  private readonly store: AttachmentStore
  /** By test id; those with a route code by that before. */
  private readonly unrouted = new Map<string, OpenTest>()
  private readonly routes = new Map<string, Map<string, OpenTest>>()
  /** Given up by the stream; they end with it. */
  private readonly lostTests: OpenTest[] = []
  private readonly noiseFile = new Map<string, Attachment>()
  private readonly looseFiles = new Map<string, Attachment>()
  private latest: number | null = null
  private order = 0
  private unordered = 0

  constructor(sink: TestSink, store: AttachmentStore) {
    this.sink = sink
    this.store = store
  }

  packet(packet: Packet): void {
    const { testId, status, timestamp } = packet
    if (timestamp !== null && (this.latest === null || timestamp > this.latest)) this.latest = timestamp
    if (testId === null || status === 'exists') {
      if (testId !== null) this.enumerated.add(testId)
      if (packet.fileName !== null) this.attach(this.looseFiles, packet)
      return
    }
    const group = packet.routeCode === null ? this.unrouted : this.routed(packet.routeCode)
    let test = group.get(testId)
    if (test === undefined) {
      test = {
        id: testId,
        routeCode: packet.routeCode,
        start: timestamp,
        order: this.order++,
        status: 'unknown',
        tags: NO_TAGS,
        attachments: null,
      }
      group.set(testId, test)
    }
    if (status !== null) test.status = status
    if (packet.tags !== null) test.tags = packet.tags
    if (packet.fileName !== null) {
      test.attachments ??= new Map()
      this.attach(test.attachments, packet)
    }
    if (status !== null && status !== 'inprogress') {
      group.delete(testId)
      this.give(test, timestamp)
    }
  }

  lost(testId: string): void {
    const test = this.unrouted.get(testId)
    if (test === undefined) return
    this.unrouted.delete(testId)
    this.lostTests.push(test)
  }

  noise(bytes: Uint8Array, offset: number): void {
    this.warnings.bytes('noise', offset, bytes.length, '')
    this.store.add(this.noiseFile, 'noise', 'text/plain; charset=utf-8', bytes)
  }

  damage(kind: DamageKind, bytes: Uint8Array, offset: number, reason: string): void {
    this.warnings.bytes(kind, offset, bytes.length, reason)
    // an unreadable packet is no output of anyone's
    if (kind !== 'unreadable') this.store.add(this.noiseFile, 'noise', 'text/plain; charset=utf-8', bytes)
  }

  /** The stream has ended: gives on what is left. */
  end(): void {
    const unfinished = [...this.lostTests, ...this.unrouted.values()]
    for (const group of this.routes.values()) unfinished.push(...group.values())
    unfinished.sort((a, b) => a.order - b.order)
    for (const test of unfinished) this.give(test, this.latest)
    this.warnings.tests('unfinished', unfinished.length)
    this.warnings.tests('unordered', this.unordered)
    const whole = [...this.noiseFile, ...this.looseFiles]
    if (whole.length > 0) this.sink.whole(whole)
  }

  private routed(routeCode: string): Map<string, OpenTest> {
    let group = this.routes.get(routeCode)
    if (group === undefined) {
      group = new Map()
      this.routes.set(routeCode, group)
    }
    return group
  }

  private attach(attachments: Map<string, Attachment>, packet: Packet): void {
    const bytes =
      packet.fileEnd > packet.fileStart ? packet.bytes.subarray(packet.fileStart, packet.fileEnd) : NO_BYTES
    this.store.add(attachments, packet.fileName as string, packet.mimeType, bytes)
  }

  private give(test: OpenTest, end: number | null): void {
    const { id, routeCode, status, tags, start } = test
    if (start !== null && end !== null && end < start) this.unordered++
    const attachments = test.attachments ?? NO_ATTACHMENTS
    this.sink.test({ id, name: testName(id), status, tags, routeCode, start, end, attachments })
    this.store.release(attachments)
  }
}
