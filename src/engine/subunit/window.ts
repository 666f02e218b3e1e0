/**
 * The bytes of a stream that are not decoded yet, contiguous from `start` to `end`. Appending has amortised
 * linear cost, so that a packet of 4 MiB may arrive byte by byte.
 */

import { allocate, blockSize, release } from '../memory/blocks'

/** Bytes before `start` that are kept: a UTF-8 character has at most three before its last. */
const HISTORY: usize = 3
const SLACK: usize = 16

let block: usize = 0
let size: usize = 0
export let start: usize = 0
export let end: usize = 0
/** Offset of the block in the stream. */
let base: f64 = 0

export function forgetWindow(): void {
  block = 0
  size = 0
  start = 0
  end = 0
  base = 0
}

export function offsetOf(address: usize): f64 {
  return base + <f64>(address - block)
}

export function setStart(address: usize): void {
  start = address
}

/** The address for the next bytes of the stream, at most `length`. */
export function roomFor(length: u32): usize {
  // few remaining bytes are moved to the block's start before it is full: memory that was used before is in
  // the CPU cache, and the system need not provide pages for the rest of the block
  const few = end - start < length >> 2
  if (few || end + length + SLACK > block + size) makeRoom(length)
  return end
}

/** Accepts `length` bytes that were written there. */
export function appended(length: u32): void {
  end += length
}

function makeRoom(length: u32): void {
  const from = max(block, start - min(HISTORY, start))
  const kept = end - from
  const needed = kept + length + SLACK
  let target = block
  // room for twice as much, so that each byte is moved at most once on average
  if (needed * 2 > size || size === 0) target = allocate(needed * 2)
  memory.copy(target, from, kept)
  base += <f64>(from - block)
  if (target !== block) {
    if (size > 0) release(block, size)
    block = target
    size = blockSize(needed * 2)
  }
  start = target + (start - from)
  end = target + kept
}
