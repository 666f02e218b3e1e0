/**
 * Finds where a secret may stand in an attachment, and has the host replace those that do. Most of an
 * attachment holds none: it is looked through here, sixteen bytes at a time.
 */

import { redact } from '../host'
import { allocate, release } from '../memory/blocks'

/** Set by the host, before a run begins. */
export let isRedacting = false

export function setRedacting(on: bool): void {
  isRedacting = on
}

/** For each of three bytes, sixteen bytes by its lower half and sixteen by its upper half; the host's. */
export const anchorTables = memory.data(96, 16)
/** The bit of `://` in them. */
const URL_BIT: u8 = 1
/** An anchor begins at most so many bytes before those by which it is found. */
const FARTHEST: usize = 13
/** Bytes at the end of what there is, in which an anchor may begin that goes on behind it. */
const HELD: usize = 16
/** What the host is given at first: most anchors turn out to be none within these. */
const FIRST_WINDOW: u32 = 256

/** What is looked through: from `at` to `end`, and whether the attachment ends there. */
let at: usize = 0
let end: usize = 0
let isLast = false
/** What has to come again in front of the next bytes, and how many there must be for another look. */
let held: usize = 0
let heldLength: u32 = 0
let heldRoom: u32 = 0
let wanted: u32 = 0
/** Bytes that are decided. */
export let decided: usize = 0
export let decidedBytes: u32 = 0
const written = memory.data(4)
const marks = memory.data(16, 16)

export function forgetRedaction(): void {
  heldRoom = 0
  heldLength = 0
  wanted = 0
}

/** Takes an attachment's next bytes, which are changed. */
export function offer(bytes: usize, length: u32, last: bool): void {
  isLast = last
  if (heldLength === 0) {
    at = bytes
    end = bytes + length
    return
  }
  hold(bytes, length)
  const enough = last || heldLength >= wanted
  at = held
  end = enough ? held + heldLength : held
  if (enough) heldLength = 0
}

/** Whether there are more decided bytes; they are valid until the next call. */
export function nextDecided(): bool {
  while (at < end) {
    const limit = isLast ? end : end - min(HELD, end - at)
    const found = candidate(at, limit)
    const from = max(at, found - min(FARTHEST, found))
    if (found === limit) return give(limit)
    if (from > at) return give(from)
    if (!decide()) return false
    if (decidedBytes > 0) return true
  }
  return false
}

/**
 * Gives what is before that place; where that is nothing, what is behind it waits for more. Not both at
 * once: what waits would take the place of what is given and not yet read.
 */
function give(place: usize): bool {
  decided = at
  decidedBytes = <u32>(place - at)
  at = place
  if (decidedBytes === 0) keep(0)
  return decidedBytes > 0
}

/** Has the host look at what begins here; false where that takes bytes that are still to come. */
function decide(): bool {
  let size = FIRST_WINDOW
  while (true) {
    const length = min(size, <u32>(end - at))
    const isAll = at + length === end
    const read = redact(at, length, isLast && isAll, written)
    if (read > 0) {
      decided = at
      decidedBytes = load<u32>(written)
      at += read
      return true
    }
    if (isAll) {
      keep(<u32>(end - at) * 2)
      return false
    }
    size *= 2
  }
}

/** Keeps what is left until there are that many bytes. */
function keep(least: u32): void {
  const from = at
  const length = <u32>(end - at)
  heldLength = 0
  hold(from, length)
  wanted = least
  at = end
}

/** Appends to what is held. */
function hold(bytes: usize, length: u32): void {
  if (heldLength + length > heldRoom) makeRoom(heldLength + length)
  memory.copy(held + heldLength, bytes, length)
  heldLength += length
}

function makeRoom(length: u32): void {
  const larger = allocate(length * 2)
  memory.copy(larger, held, heldLength)
  // what is decided may still be in the old one, and is read before anything is allocated
  if (heldRoom > 0) release(held, heldRoom)
  held = larger
  heldRoom = length * 2
}

/** The first place where an anchor may be, or `limit`. */
function candidate(from: usize, limit: usize): usize {
  const low0 = v128.load(anchorTables)
  const high0 = v128.load(anchorTables + 16)
  const low1 = v128.load(anchorTables + 32)
  const high1 = v128.load(anchorTables + 48)
  const low2 = v128.load(anchorTables + 64)
  const high2 = v128.load(anchorTables + 80)
  for (let place = from; place < limit; place += 16) {
    const found = v128.and(
      v128.and(bitsOf(v128.load(place), low0, high0), bitsOf(v128.load(place + 1), low1, high1)),
      bitsOf(v128.load(place + 2), low2, high2),
    )
    if (!v128.any_true(found)) continue
    v128.store(marks, found)
    for (let i: usize = 0; i < 16 && place + i < limit; i++) {
      const bits = load<u8>(marks + i)
      if (bits !== 0 && (bits !== URL_BIT || mayHavePassword(place + i + 3))) return place + i
    }
  }
  return limit
}

function bitsOf(bytes: v128, low: v128, high: v128): v128 {
  return v128.and(
    i8x16.swizzle(low, v128.and(bytes, i8x16.splat(15))),
    i8x16.swizzle(high, i8x16.shr_u(bytes, 4)),
  )
}

/** Whether an `@` stands before what ends a URL's name and password, or may. */
function mayHavePassword(from: usize): bool {
  for (let place = from; place < end; place++) {
    const byte = load<u8>(place)
    if (byte === 64) return true
    // space and controls, " ' / ? #
    if (byte <= 32 || byte === 34 || byte === 39 || byte === 47 || byte === 63 || byte === 35) return false
  }
  return !isLast
}
