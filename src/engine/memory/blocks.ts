/**
 * Memory in blocks whose sizes are powers of two, by hand: one stream is read at a time, and all is
 * forgotten at once when the next one begins.
 */

import { outOfMemory } from '../host'

const PAGE: usize = 1 << 16
/** At a time, and half of what there is, up to the most: the host collects garbage now and then when memory grows. */
const GROW: usize = 1 << 20
const MOST_GROWN: usize = 64 << 20
const SMALLEST: u32 = 5
/** Vectors of 16 bytes are read and written whole: so many bytes behind a block are somebody's. */
const SLACK: usize = 64

/** By the power of two: the first free block, each has the address of the next in it. */
const free = memory.data(32 * 4)
/** What is carved up now, and the others that will be, each with the next one's address and its end. */
let partAt: usize = 0
let partEnd: usize = 0
let parts: usize = 0
let top: usize = 0
let limit: usize = 0

/** Forgets all blocks. */
export function forgetBlocks(): void {
  memory.fill(free, 0, 32 * 4)
  partAt = 0
  partEnd = 0
  parts = 0
  top = (__heap_base + 15) & ~15
  limit = <usize>memory.size() * PAGE
}

/** A block of at least that size, whose bytes are whatever they were; 16 bytes behind it may be read. */
export function allocate(size: usize): usize {
  const power = powerOf(size)
  const list = free + (power << 2)
  const block = load<u32>(list)
  if (block !== 0) {
    store<u32>(list, load<u32>(block))
    return block
  }
  return carve((<usize>1) << power)
}

/** Gives back a block that was allocated with that size. */
export function release(block: usize, size: usize): void {
  const list = free + (powerOf(size) << 2)
  store<u32>(block, load<u32>(list))
  store<u32>(list, block)
}

/** Gives back a block of which none of that size will be wanted again: it is carved up. */
export function retire(block: usize, size: usize): void {
  store<u32>(block, parts)
  store<u32>(block + 4, block + blockSize(size))
  parts = block
}

/** Bytes that a block of that size really takes. */
export function blockSize(size: usize): usize {
  return (<usize>1) << powerOf(size)
}

/** Memory that is never given back, of exactly that size. */
export function carve(size: usize): usize {
  const whole = (size + 15) & ~15
  if (partEnd - partAt < whole && parts !== 0) nextPart()
  if (partEnd - partAt < whole) return carveTop(whole)
  const block = partAt
  partAt += whole
  return block
}

function nextPart(): void {
  partAt = parts
  partEnd = load<u32>(parts + 4)
  parts = load<u32>(parts)
}

function carveTop(size: usize): usize {
  const block = top
  const end = block + size
  if (end < block || end + SLACK < end) outOfMemory()
  if (end + SLACK > limit) grow(end + SLACK - limit)
  top = end
  return block
}

function grow(bytes: usize): void {
  const wanted = max(bytes, max(GROW, min(limit >> 1, MOST_GROWN)))
  if (memory.grow(pagesOf(wanted)) < 0 && memory.grow(pagesOf(bytes)) < 0) outOfMemory()
  limit = <usize>memory.size() * PAGE
}

function pagesOf(bytes: usize): i32 {
  return <i32>((bytes + PAGE - 1) / PAGE)
}

function powerOf(size: usize): u32 {
  return size <= 1 << SMALLEST ? SMALLEST : 32 - clz<u32>(<u32>size - 1)
}
