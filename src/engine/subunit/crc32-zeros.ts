/** What zero bytes make of the register of a CRC-32. */

import { column, Effect } from './crc32'

/**
 * For each of Z¹…Z²⁵⁵, then for powers 1…255 of Z²⁵⁶, and so on, one level per eight bits of a length: eight tables of
 * 16 entries, for the register's half bytes. With tables for whole bytes they would leave the CPU cache.
 */
const LEVELS: usize = 3
const MATRIX: usize = 512
const BITS: u32 = 8
const LEVEL: usize = 256 * MATRIX
const powers = memory.data(3 * 256 * 512, 16)
/** Whether they are there: made when first wanted, and kept for all runs. */
let hasPowers = false

/** Applies Zⁿ to the register, n < 2²⁴. */
export function skipZeros(register: u32, n: u32): u32 {
  if (!hasPowers) buildPowers()
  let crc = register
  let level = powers
  for (let rest = n; rest > 0; rest >>= BITS) {
    const power = <usize>(rest & 0xff)
    if (power > 0) crc = applyMatrix(level + power * MATRIX, crc)
    level += LEVEL
  }
  return crc
}

/** Of a register that is shifted so that a half byte begins at bit 2, the bits of that half byte. */
const HALF: u32 = 0x3c

function applyMatrix(matrix: usize, register: u32): u32 {
  return (
    load<u32>(matrix + ((register << 2) & HALF)) ^
    load<u32>(matrix + ((register >> 2) & HALF), 64) ^
    (load<u32>(matrix + ((register >> 6) & HALF), 128) ^ load<u32>(matrix + ((register >> 10) & HALF), 192)) ^
    (load<u32>(matrix + ((register >> 14) & HALF), 256) ^
      load<u32>(matrix + ((register >> 18) & HALF), 320) ^
      (load<u32>(matrix + ((register >> 22) & HALF), 384) ^
        load<u32>(matrix + ((register >> 26) & HALF), 448)))
  )
}

function buildPowers(): void {
  hasPowers = true
  for (let level: usize = 0; level < LEVELS; level++) {
    const first = powers + level * LEVEL + MATRIX
    if (level === 0) fillMatrix(first, 0, 0)
    else fillMatrix(first, first - 2 * MATRIX, first - LEVEL)
    for (let at = first; at < first + LEVEL - 2 * MATRIX; at += MATRIX) fillMatrix(at + MATRIX, first, at)
  }
}

/** Fills tables with the product of two matrices; without any, with the step over one zero byte. */
function fillMatrix(matrix: usize, outer: usize, inner: usize): void {
  for (let half: u32 = 0; half < 8; half++) {
    const table = matrix + ((<usize>half) << 6)
    store<u32>(table, 0)
    for (let bit: u32 = 0; bit < 4; bit++) {
      const basis: u32 = 1 << (half * 4 + bit)
      const image =
        outer === 0 ? (basis >> 8) ^ column(0, basis) : applyMatrix(outer, applyMatrix(inner, basis))
      const count: u32 = 1 << bit
      for (let low: u32 = 0; low < count; low++) {
        store<u32>(table + ((<usize>(count + low)) << 2), load<u32>(table + ((<usize>low) << 2)) ^ image)
      }
    }
  }
}

/**
 * The register after a packet whose checksum is right: `length` bytes at `packet`, which need not be read, and behind
 * them their CRC-32, big-endian. It is what they make of a register of all ones, inverted; of another register they make
 * something else by what zero bytes make of the difference.
 */
export function registerAfter(register: u32, packet: usize, length: u32): u32 {
  const stored = load<u32>(packet + length)
  return Effect.before0(stored ^ ~bswap(stored) ^ skipZeros(~register, length))
}
