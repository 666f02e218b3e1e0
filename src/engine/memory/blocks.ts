/**
 * A manual allocator of blocks whose sizes are powers of two: one stream is read at a time, and everything is
 * freed at once when the next one begins.
 */

import { outOfMemory } from '../host'

const PAGE: usize = 1 << 16
/**
 * Memory grows by GROW, and by half its size. From FEW_STEPS on it grows by LEAP: what is not touched costs nothing,
 * but with each step the host collects garbage.
 */
const GROW: usize = 1 << 20
const FEW_STEPS: usize = 24 << 20
const LEAP: usize = 512 << 20
const SMALLEST: u32 = 5
/** Bytes that exist after every block, since vectors of 16 bytes are read and written whole. */
export const SLACK: usize = 512

/** Bytes of a line of the CPU cache, and from how many bytes on a block begins at one. */
export const LINE: usize = 64
const LARGE: usize = 4096

/** By power of two, the first free block; each contains the address of the next. */
const free = memory.data(32 * 4)
/** The part being carved up, and the list of further ones, each with the next one's address and its end. */
let partAt: usize = 0
let partEnd: usize = 0
let parts: usize = 0
let top: usize = 0
let limit: usize = 0

/** Frees all blocks. */
export function forgetBlocks(): void {
  memory.fill(free, 0, 32 * 4)
  partAt = 0
  partEnd = 0
  parts = 0
  top = (__heap_base + 15) & ~15
  limit = <usize>memory.size() * PAGE
}

/** Allocates a block of at least that size, not cleared; 16 bytes after it may be read. */
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

/** Frees a block that was allocated with that size. */
export function release(block: usize, size: usize): void {
  const list = free + (powerOf(size) << 2)
  store<u32>(block, load<u32>(list))
  store<u32>(list, block)
}

/** Frees a block of a size that will not be allocated again, so that it can be carved up. */
export function retire(block: usize, size: usize): void {
  store<u32>(block, parts)
  store<u32>(block + 4, block + blockSize(size))
  parts = block
}

/** Bytes that a block of that size really takes. */
export function blockSize(size: usize): usize {
  return (<usize>1) << powerOf(size)
}

/**
 * Allocates memory that is never freed, rounded up to 16 bytes only; large blocks begin at a line of the CPU
 * cache.
 */
export function carve(size: usize): usize {
  const whole = (size + 15) & ~15
  if (partEnd - partAt < whole + LINE && parts !== 0) nextPart()
  const block = aligned(partAt, whole)
  if (block + whole > partEnd) return carveTop(whole)
  partAt = block + whole
  return block
}

function aligned(address: usize, size: usize): usize {
  return size < LARGE ? address : (address + LINE - 1) & ~(LINE - 1)
}

function nextPart(): void {
  partAt = parts
  partEnd = load<u32>(parts + 4)
  parts = load<u32>(parts)
}

function carveTop(size: usize): usize {
  const block = aligned(top, size)
  const end = block + size
  if (end < block || end + SLACK < end) outOfMemory()
  if (end + SLACK > limit) grow(end + SLACK - limit)
  top = end
  return block
}

function grow(bytes: usize): void {
  let wanted = max(bytes, limit < FEW_STEPS ? max(GROW, limit >> 1) : LEAP)
  while (memory.grow(pagesOf(wanted)) < 0) {
    if (wanted === bytes) outOfMemory()
    wanted = max(bytes, wanted >> 1)
  }
  limit = <usize>memory.size() * PAGE
}

function pagesOf(bytes: usize): i32 {
  return <i32>((bytes + PAGE - 1) / PAGE)
}

function powerOf(size: usize): u32 {
  return size <= 1 << SMALLEST ? SMALLEST : 32 - clz<u32>(<u32>size - 1)
}
