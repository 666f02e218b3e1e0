/**
 * Finds possible secrets in attachments, and has the host replace real ones. Most attachments contain none,
 * so they are searched here, sixteen bytes at a time.
 */

import { redact } from '../host'
import { allocate, release } from '../memory/blocks'

/** Set by the host before a run begins. */
export let isRedacting = false

export function setRedacting(on: bool): void {
  isRedacting = on
}

/** For each of three bytes, 16 entries for its low half and 16 for its high half; the host fills them. */
export const anchorTables = memory.data(96, 16)
/** The bit of `://` in the tables. */
export const URL_BIT: u8 = 1
/** An anchor begins at most this many bytes before the three bytes that it is found by. */
export const FARTHEST: usize = 13
/** Bytes at the end of the input in which an anchor may begin whose three bytes are not all there yet. */
const HELD: usize = FARTHEST + 2
/** Bytes that the host gets first: most possible anchors turn out to be none within these. */
const FIRST_WINDOW: u32 = 256

/** The bytes to search, from `at` to `end`, and whether the attachment ends there. */
let at: usize = 0
let end: usize = 0
let isLast = false
/** Bytes to search again together with the next ones, and how many are needed for that. */
let held: usize = 0
let heldLength: u32 = 0
let heldRoom: u32 = 0
let wanted: u32 = 0
/** Bytes that are decided: secrets in them are replaced. */
export let decided: usize = 0
export let decidedBytes: u32 = 0
const written = memory.data(4)
const marks = memory.data(16, 16)

export function forgetRedaction(): void {
  heldRoom = 0
  heldLength = 0
  wanted = 0
}

/** Takes an attachment's next bytes, which will be modified in place. */
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

/** Finds the next decided bytes, valid until the next call; false if there are none. */
export function nextDecided(): bool {
  while (at < end) {
    const found = candidate()
    if (found === end) return give(isLast ? end : end - min(HELD, end - at))
    const from = max(at, found - min(FARTHEST, found))
    if (from > at) return give(from)
    if (!decide()) return false
    if (decidedBytes > 0) return true
  }
  return false
}

/**
 * Returns the bytes before `place` as decided; if there are none, keeps the rest for later. Not both at once:
 * the kept bytes would overwrite decided ones that are not read yet.
 */
function give(place: usize): bool {
  decided = at
  decidedBytes = <u32>(place - at)
  at = place
  if (decidedBytes === 0) keep(0)
  return decidedBytes > 0
}

/** Has the host examine what begins at `at`; false if it needs bytes that are still to come. */
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

/** Keeps the remaining bytes until there are at least `least`. */
function keep(least: u32): void {
  const from = at
  const length = <u32>(end - at)
  heldLength = 0
  hold(from, length)
  wanted = least
  at = end
}

/** Appends to the held bytes. */
function hold(bytes: usize, length: u32): void {
  if (heldLength + length > heldRoom) makeRoom(heldLength + length)
  memory.copy(held + heldLength, bytes, length)
  heldLength += length
}

function makeRoom(length: u32): void {
  const larger = allocate(length * 2)
  memory.copy(larger, held, heldLength)
  // decided bytes may still be in the old block, but are read before anything is allocated
  if (heldRoom > 0) release(held, heldRoom)
  held = larger
  heldRoom = length * 2
}

/** The first address from `at` on of three bytes that an anchor may be found by, or `end`. */
function candidate(): usize {
  const low0 = v128.load(anchorTables)
  const high0 = v128.load(anchorTables + 16)
  const low1 = v128.load(anchorTables + 32)
  const high1 = v128.load(anchorTables + 48)
  const low2 = v128.load(anchorTables + 64)
  const high2 = v128.load(anchorTables + 80)
  for (let place = at; place < end; place += 16) {
    const found = v128.and(
      v128.and(bitsOf(v128.load(place), low0, high0), bitsOf(v128.load(place + 1), low1, high1)),
      bitsOf(v128.load(place + 2), low2, high2),
    )
    let lanes = ~i8x16.bitmask(i8x16.eq(found, i8x16.splat(0))) & 0xffff
    if (lanes === 0) continue
    v128.store(marks, found)
    for (; lanes !== 0; lanes &= lanes - 1) {
      const lane = <usize>ctz(lanes)
      const hit = place + lane
      if (hit >= end) break
      if (!isTriple(hit)) continue
      if (load<u8>(marks + lane) !== URL_BIT || mayHavePassword(hit + 3)) return hit
    }
  }
  return end
}

/** For each hash of three bytes, a bit: whether an anchor is found by them. Of the tables' hits, four of five are none. */
const triples = memory.data(8192)

export function forgetTriples(): void {
  memory.fill(triples, 0, 8192)
}

/** Adds three bytes, the first one lowest. */
export function addTriple(bytes: u32): void {
  const place = placeOf(bytes)
  const byte = triples + (place >> 3)
  store<u8>(byte, load<u8>(byte) | ((<u8>1) << (<u8>(place & 7))))
}

function isTriple(at: usize): bool {
  const place = placeOf(load<u32>(at) & 0xff_ffff)
  return (load<u8>(triples + (place >> 3)) & (1 << (place & 7))) !== 0
}

function placeOf(bytes: u32): u32 {
  return (bytes * 0x9e3779b1) >> 16
}

function bitsOf(bytes: v128, low: v128, high: v128): v128 {
  return v128.and(
    i8x16.swizzle(low, v128.and(bytes, i8x16.splat(15))),
    i8x16.swizzle(high, i8x16.shr_u(bytes, 4)),
  )
}

/** Whether an `@` comes, or may come, before a byte that ends a URL's user name and password. */
function mayHavePassword(from: usize): bool {
  for (let place = from; place < end; place++) {
    const byte = load<u8>(place)
    if (byte === 64) return true
    // space and controls, " ' / ? #
    if (byte <= 32 || byte === 34 || byte === 39 || byte === 47 || byte === 63 || byte === 35) return false
  }
  return !isLast
}
