/** Counts damage and oddities of a stream by kind; the host has the wording. */

export const NOISE: u32 = 0
/** Begins like a packet, but the checksum is wrong. */
export const DAMAGED: u32 = 1
/** The stream ends inside a packet or inside details. */
export const TRUNCATED: u32 = 2
/** The checksum is right, but the contents break the protocol. */
export const UNREADABLE: u32 = 3
/** A suite that reports its own failure, besides its tests. */
export const SUITE_FAILED: u32 = 4
const KINDS: i32 = 5

@unmanaged
export class Tally {
  /** Offset of the first place in the stream. */
  offset: f64
  bytes: f64
  /** Offset after the last piece: a piece that begins here belongs to the same place. */
  end: f64
  count: f64
  /** Reason at the first place. */
  reason: f64
}

export const tallies = memory.data(KINDS * <i32>offsetof<Tally>(), 8)

export function forgetWarnings(): void {
  memory.fill(tallies, 0, <usize>KINDS * offsetof<Tally>())
}

/** Counts bytes of that kind at an offset; adjacent ones are one place. */
export function warn(kind: u32, offset: f64, length: u32, reason: u32): void {
  const tally = changetype<Tally>(tallies + <usize>kind * offsetof<Tally>())
  if (tally.count === 0) {
    tally.offset = offset
    tally.reason = <f64>reason
  }
  if (tally.count === 0 || tally.end !== offset || kind === UNREADABLE) tally.count++
  tally.end = offset + <f64>length
  tally.bytes += <f64>length
}
