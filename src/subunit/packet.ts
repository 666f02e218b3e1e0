/** What a subunit stream is made of, whichever protocol it is written in. */

/** The statuses of the wire; `exists` is an enumeration, not a test that ran. */
export type PacketStatus = 'exists' | 'inprogress' | 'success' | 'uxsuccess' | 'skip' | 'fail' | 'xfail'

/**
 * One decoded packet. A decoder fills the same object again for the next packet (an object a packet
 * costs more than its decoding), so a sink copies what it keeps; strings and tag arrays may be kept.
 */
export interface Packet {
  testId: string | null
  status: PacketStatus | null
  /** Microseconds since the epoch. */
  timestamp: number | null
  tags: readonly string[] | null
  routeCode: string | null
  mimeType: string | null
  /** The attachment that this packet carries a piece of. */
  fileName: string | null
  /** The piece is `bytes` from `fileStart` to `fileEnd`; valid during the call only. */
  bytes: Buffer
  fileStart: number
  fileEnd: number
}

/**
 * `damaged`: begins like a packet and its checksum fails. `truncated`: the stream ends inside a
 * packet. `unreadable`: the checksum holds and the contents break the protocol.
 */
export type DamageKind = 'damaged' | 'truncated' | 'unreadable'

/**
 * Takes a stream's items in their order. Damage is data: reading goes on behind it. Noise and damage
 * may come in pieces; adjoining pieces of one kind are one place.
 */
export interface StreamSink {
  packet(packet: Packet): void
  /** The stream gave this test up: the next packet of its id begins another test. */
  lost(testId: string): void
  /** Bytes that are no packet; valid during the call only. `offset`: bytes from the stream's start. */
  noise(bytes: Uint8Array, offset: number): void
  damage(kind: DamageKind, bytes: Uint8Array, offset: number, reason: string): void
}

/** Takes a stream's bytes in chunks of any size; gives the same items for every cut. */
export interface StreamDecoder {
  write(chunk: Uint8Array): void
  end(): void
}

export const NO_BYTES: Buffer = Buffer.alloc(0)

export function emptyPacket(): Packet {
  return {
    testId: null,
    status: null,
    timestamp: null,
    tags: null,
    routeCode: null,
    mimeType: null,
    fileName: null,
    bytes: NO_BYTES,
    fileStart: 0,
    fileEnd: 0,
  }
}
