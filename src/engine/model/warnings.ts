/** What a stream had besides good tests, counted by kinds; the host has the words. */

export const NOISE: u32 = 0
/** Begins like a packet, and its checksum fails. */
export const DAMAGED: u32 = 1
/** The stream ends inside a packet, or inside of details. */
export const TRUNCATED: u32 = 2
/** The checksum holds, and the contents break the protocol. */
export const UNREADABLE: u32 = 3
/** A suite that says of itself that it failed, beside its tests. */
export const SUITE_FAILED: u32 = 4
const KINDS: i32 = 5

@unmanaged
export class Tally {
  /** Bytes from the stream's start to the first place. */
  offset: f64
  bytes: f64
  /** Offset behind the last piece: a piece that begins here belongs to the same place. */
  end: f64
  count: f64
  /** Of the first place. */
  reason: f64
}

export const tallies = memory.data(KINDS * <i32>offsetof<Tally>(), 8)

export function forgetWarnings(): void {
  memory.fill(tallies, 0, <usize>KINDS * offsetof<Tally>())
}

/** Bytes of that kind at an offset; adjoining ones are one place. */
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
