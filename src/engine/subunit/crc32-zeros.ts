/** What zero bytes make of the register of a CRC-32. */

import { BYTE, Effect, effectOf } from './crc32'

/**
 * Four tables of 256 entries for each of Z¹…Z⁶³, then for powers 1…63 of Z⁶⁴, and so on: one level per six
 * bits of a length. With eight bits, they would be twice as large as the CPU cache.
 */
const MATRIX: usize = 4096
const BITS: u32 = 6
const LEVELS: usize = 4
const LEVEL: usize = <usize>(1 << BITS) * MATRIX
const powers = memory.data(4 * 64 * 4096, 16)
/** Whether they are there: they are kept for all runs. */
let hasPowers = false

export class Zeros {
  /** Applies Zⁿ to the register, n < 2²⁴, once `buildPowers` was called. */
  @inline
  static skip(register: u32, n: u32): u32 {
    const few = <usize>(n & ((1 << BITS) - 1))
    let crc = few > 0 ? Matrix.apply(powers + few * MATRIX, register) : register
    if (n >> BITS === 0) return crc
    const more = <usize>((n >> BITS) & ((1 << BITS) - 1))
    if (more > 0) crc = Matrix.apply(powers + LEVEL + more * MATRIX, crc)
    return n >> (2 * BITS) === 0 ? crc : skipMany(crc, n >> (2 * BITS))
  }
}

/** Applies powers of Z⁴⁰⁹⁶. */
function skipMany(register: u32, n: u32): u32 {
  let crc = register
  let level = powers + 2 * LEVEL
  for (let rest = n; rest > 0; rest >>= BITS) {
    const power = <usize>(rest & ((1 << BITS) - 1))
    if (power > 0) crc = Matrix.apply(level + power * MATRIX, crc)
    level += LEVEL
  }
  return crc
}

class Matrix {
  @inline
  static apply(matrix: usize, register: u32): u32 {
    return (
      load<u32>(matrix + ((register << 2) & BYTE)) ^
      load<u32>(matrix + ((register >> 6) & BYTE), 1024) ^
      (load<u32>(matrix + ((register >> 14) & BYTE), 2048) ^
        load<u32>(matrix + ((register >> 22) & BYTE), 3072))
    )
  }
}

/** Makes the tables, unless they are there. */
export function buildPowers(): void {
  if (hasPowers) return
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
        outer === 0 ? (basis >> 8) ^ effectOf(basis) : Matrix.apply(outer, Matrix.apply(inner, basis))
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
  return Effect.before0(stored ^ ~bswap(stored) ^ Zeros.skip(~register, length))
}
