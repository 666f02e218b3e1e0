/**
 * Memory in blocks whose sizes are powers of two, by hand: one stream is read at a time, and all is
 * forgotten at once when the next one begins.
 */

import { outOfMemory } from '../host'

const PAGE: usize = 1 << 16
/** At a time, and an eighth of what there is: the host collects garbage now and then when memory grows. */
const GROW: usize = 1 << 20
const SMALLEST: u32 = 5
/** Vectors of 16 bytes are read and written whole: so many bytes behind a block are somebody's. */
const SLACK: usize = 64

/** By the power of two: the first free block, each has the address of the next in it. */
const free = memory.data(32 * 4)
let top: usize = 0
let limit: usize = 0

/** Forgets all blocks. */
export function forgetBlocks(): void {
  memory.fill(free, 0, 32 * 4)
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

/** Bytes that a block of that size really takes. */
export function blockSize(size: usize): usize {
  return (<usize>1) << powerOf(size)
}

/** Memory that is never given back, of exactly that size. */
export function carve(size: usize): usize {
  const block = top
  const end = block + ((size + 15) & ~15)
  if (end < block || end + SLACK < end) outOfMemory()
  if (end + SLACK > limit) grow(end + SLACK - limit)
  top = end
  return block
}

function grow(bytes: usize): void {
  const pages = (max(bytes, max(GROW, limit >> 3)) + PAGE - 1) / PAGE
  if (memory.grow(<i32>pages) < 0) outOfMemory()
  limit = <usize>memory.size() * PAGE
}

function powerOf(size: usize): u32 {
  return size <= 1 << SMALLEST ? SMALLEST : 32 - clz<u32>(<u32>size - 1)
}
