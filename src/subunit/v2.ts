/**
 * subunit version 2: a stream of packets, each
 *
 *     b3 | flags (2) | length (1–3) | timestamp? | test id? | tags? | mime type? | file? | route code? | CRC-32
 *
 * Numbers are big-endian with their size in the two high bits of the first byte. The length counts
 * the whole packet. Source: the protocol's description in subunit's README, and its Python library.
 */

import { crc32, RangeCrc } from './crc32.ts'
import type { DamageKind, StreamDecoder, StreamSink } from './packet.ts'
import { FieldReader } from './v2-fields.ts'
import { Window } from './window.ts'

const SIGNATURE = 0xb3
const CRC_BYTES = 4
const MIN_LENGTH = 8

/** Ranges as short as this are cheaper to check directly, however many they are. */
const ALWAYS_DIRECT = 64
/** Failed checksums may cost so many bytes more than the input has before ranges are computed. */
const MAY_WASTE = 1 << 20

/** Decodes version 2: every packet whose checksum holds, wherever it stands. */
export class V2Decoder implements StreamDecoder {
  /** Good packets so far. */
  packets = 0
  private readonly sink: StreamSink
  private readonly window = new Window()
  private readonly ranges = new RangeCrc(this.window)
  private readonly fields = new FieldReader()
  /** With fewer bytes than this there is nothing new to decide. */
  private needed = 0
  /** Bytes whose checksum was computed and failed. */
  private wasted = 0
  /**
   * What stands between the last good packet and `window.start`; `gapFrom` is the position of its
   * first byte that the sink does not have, `gapLength` counts all. Once something begins like a
   * packet, all behind it may be that packet's remains.
   */
  private gap: 'noise' | DamageKind = 'noise'
  private gapFrom = 0
  private gapLength = 0

  constructor(sink: StreamSink) {
    this.sink = sink
  }

  write(chunk: Uint8Array): void {
    this.window.append(chunk)
    if (this.window.end - this.window.start >= this.needed) this.decode(false)
  }

  end(): void {
    this.decode(true)
  }

  private decode(last: boolean): void {
    const { window } = this
    this.needed = 0
    this.gapFrom = window.start
    while (window.start < window.end) {
      if (window.bytes[window.start] !== SIGNATURE) {
        const next = window.bytes.subarray(window.start, window.end).indexOf(SIGNATURE)
        this.skip(next < 0 ? window.end - window.start : next)
        continue
      }
      const length = packetLength(window.bytes, window.start, window.end)
      if (length > window.end - window.start) {
        if (!last) {
          this.needed = length
          break
        }
        this.suspect('truncated')
      } else if (length >= MIN_LENGTH && this.checksumHolds(length)) {
        this.deliver(length)
      } else if (length > 0) {
        this.suspect('damaged')
      } else {
        this.skip(1)
      }
    }
    this.flushGap()
  }

  private deliver(length: number): void {
    // a packet that seemed to be cut off by the stream's end, and good ones stand behind it
    if (this.gap === 'truncated') this.gap = 'damaged'
    this.flushGap()
    this.gap = 'noise'
    this.gapLength = 0
    this.packets++
    const { bytes, start } = this.window
    const fault = this.fields.read(bytes, start, length)
    if (fault === null) this.sink.packet(this.fields.packet)
    else
      this.sink.damage(
        'unreadable',
        bytes.subarray(start, start + length),
        this.window.offsetOf(start),
        fault,
      )
    this.window.start += length
    this.gapFrom = this.window.start
  }

  private checksumHolds(length: number): boolean {
    const { bytes, start } = this.window
    const crcAt = start + length - CRC_BYTES
    const stored = bytes.readUInt32BE(crcAt)
    if (length <= ALWAYS_DIRECT) return crc32(bytes, start, crcAt) === stored
    const offset = this.window.offsetOf(start)
    if (this.wasted > offset + MAY_WASTE) {
      return this.ranges.crc32(offset, offset + length - CRC_BYTES) === stored
    }
    const holds = crc32(bytes, start, crcAt) === stored
    if (!holds) this.wasted += length
    return holds
  }

  /** Goes one byte on from a signature that begins no good packet. */
  private suspect(kind: DamageKind): void {
    if (this.gap === 'noise' && !insideCharacter(this.window.bytes, this.window.start, this.gapLength)) {
      this.flushGap()
      this.gap = kind
    }
    this.skip(1)
  }

  private skip(count: number): void {
    this.window.start += count
    this.gapLength += count
  }

  private flushGap(): void {
    const { bytes, start } = this.window
    const { gap, gapFrom } = this
    this.gapFrom = start
    if (gapFrom === start) return
    const offset = this.window.offsetOf(gapFrom)
    if (gap === 'noise') this.sink.noise(bytes.subarray(gapFrom, start), offset)
    else this.sink.damage(gap, bytes.subarray(gapFrom, start), offset, REASONS[gap])
  }
}

const REASONS: Readonly<Record<DamageKind, string>> = {
  damaged: 'begins like a packet, and its checksum fails',
  truncated: 'the stream ends inside a packet',
  unreadable: '',
}

/**
 * Length of the packet whose signature is at `start`: 0 where none of version 2 begins, below
 * MIN_LENGTH where the length itself is bad. Where the bytes that tell it are not all there, their
 * number, which is then more than there are.
 */
function packetLength(bytes: Buffer, start: number, end: number): number {
  const there = end - start
  if (there >= 2 && bytes[start + 1] >> 4 !== 2) return 0
  if (there < 4) return 4
  const size = bytes[start + 3] >> 6
  if (size === 3) return 1
  if (there < 4 + size) return 4 + size
  let length = bytes[start + 3] & 0x3f
  for (let k = 1; k <= size; k++) length = (length << 8) | bytes[start + 3 + k]
  return Math.max(length, 1)
}

/**
 * Whether the signature's byte ends a character of UTF-8 text, of whose gap `before` bytes stand in
 * front of it: "ó " (c3 b3 20) begins like a packet in every other word of Spanish output.
 */
function insideCharacter(bytes: Buffer, at: number, before: number): boolean {
  for (let back = 1; back <= Math.min(3, before); back++) {
    const byte = bytes[at - back]
    if (byte >= 0xc0) return byte >= [0xc2, 0xe0, 0xf0][back - 1] && byte <= 0xf4
    if (byte < 0x80) return false
  }
  return false
}
