/** What zero bytes make of the register of a CRC-32. */

import { Effect, effectOf } from './crc32'

/**
 * Four tables of 256 entries for each of Z¹…Z⁶³, then for powers 1…63 of Z⁶⁴, and so on: one level per six
 * bits of a length. With eight bits, they would be twice as large as the CPU cache.
 */
const MATRIX: usize = 4096
const BITS: u32 = 6
const LEVELS: usize = 4
const LEVEL: usize = <usize>(1 << BITS) * MATRIX
const powers = memory.data(4 * 64 * 4096, 16)
/** Whether they are there: made when first wanted, and kept for all runs. */
let hasPowers = false

/** Applies Zⁿ to the register, n < 2²⁴. */
export function skipZeros(register: u32, n: u32): u32 {
  if (!hasPowers) buildPowers()
  let crc = register
  let level = powers
  for (let rest = n; rest > 0; rest >>= BITS) {
    const power = <usize>(rest & ((1 << BITS) - 1))
    if (power > 0) crc = applyMatrix(level + power * MATRIX, crc)
    level += LEVEL
  }
  return crc
}

function applyMatrix(matrix: usize, register: u32): u32 {
  return (
    load<u32>(matrix + ((<usize>(register & 0xff)) << 2)) ^
    load<u32>(matrix + ((<usize>((register >> 8) & 0xff)) << 2), 1024) ^
    load<u32>(matrix + ((<usize>((register >> 16) & 0xff)) << 2), 2048) ^
    load<u32>(matrix + ((<usize>(register >> 24)) << 2), 3072)
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
  for (let byte: u32 = 0; byte < 4; byte++) {
    const table = matrix + ((<usize>byte) << 10)
    store<u32>(table, 0)
    for (let bit: u32 = 0; bit < 8; bit++) {
      const basis: u32 = 1 << (byte * 8 + bit)
      const image =
        outer === 0 ? (basis >> 8) ^ effectOf(basis) : applyMatrix(outer, applyMatrix(inner, basis))
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
