/** CRC-32 (ISO 3309, as in zlib). */

import * as host from '../host'
import { allocate, blockSize, release } from '../memory/blocks'
import * as window from './window'

/** From this many bytes on zlib is faster, despite its startup of about 300 ns (Node 24). */
const ZLIB_FROM: u32 = 2048

const POLYNOMIAL: u32 = 0xedb88320

/** At k × 1024 + 4 × b: the effect of byte b on the register, if k zero bytes follow it. */
const tables = memory.data(16 * 1024)
/** Of a word that is shifted so that a byte begins at bit 2, the bits of that byte. */
const BYTE: u32 = 0x3fc

export function buildTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >> 1) ^ POLYNOMIAL : value >> 1
    store<u32>(tables + (byte << 2), value)
  }
  for (let at: usize = 1024; at < 16 * 1024; at += 4) {
    const before = load<u32>(tables + at - 1024)
    store<u32>(tables + at, (before >> 8) ^ load<u32>(tables + ((before & 0xff) << 2)))
  }
}

/** CRC-32 of bytes. */
export function crc32(bytes: usize, length: u32): u32 {
  if (length >= ZLIB_FROM) return host.crc32(bytes, length)
  return ~advance(~0, bytes, bytes + length)
}

function column(k: usize, byte: u64): u32 {
  return load<u32>(tables + (k << 10) + ((<usize>(byte & 0xff)) << 2))
}

/**
 * The effect of four bytes on the register, if 12, 8, 4 or no bytes follow them. Tables are told by the constant
 * offset of a load: added to the address, they would be a fifth of all instructions.
 */
class Effect {
  @inline
  static before12(word: u32): u32 {
    return (
      load<u32>((word << 2) & BYTE, tables + 15 * 1024) ^
      load<u32>((word >> 6) & BYTE, tables + 14 * 1024) ^
      (load<u32>((word >> 14) & BYTE, tables + 13 * 1024) ^
        load<u32>((word >> 22) & BYTE, tables + 12 * 1024))
    )
  }

  @inline
  static before8(word: u32): u32 {
    return (
      load<u32>((word << 2) & BYTE, tables + 11 * 1024) ^
      load<u32>((word >> 6) & BYTE, tables + 10 * 1024) ^
      (load<u32>((word >> 14) & BYTE, tables + 9 * 1024) ^ load<u32>((word >> 22) & BYTE, tables + 8 * 1024))
    )
  }

  @inline
  static before4(word: u32): u32 {
    return (
      load<u32>((word << 2) & BYTE, tables + 7 * 1024) ^
      load<u32>((word >> 6) & BYTE, tables + 6 * 1024) ^
      (load<u32>((word >> 14) & BYTE, tables + 5 * 1024) ^ load<u32>((word >> 22) & BYTE, tables + 4 * 1024))
    )
  }

  @inline
  static before0(word: u32): u32 {
    return (
      load<u32>((word << 2) & BYTE, tables + 3 * 1024) ^
      load<u32>((word >> 6) & BYTE, tables + 2 * 1024) ^
      (load<u32>((word >> 14) & BYTE, tables + 1 * 1024) ^ load<u32>((word >> 22) & BYTE, tables + 0 * 1024))
    )
  }
}

/**
 * The register after more bytes, taken sixteen at a time, then eight, four: single bytes would be half of the time
 * for short packets. What depends on the register is looked up last, since everything waits for it.
 */
function advance(register: u32, bytes: usize, end: usize): u32 {
  let crc = register
  let at = bytes
  for (; at + 16 <= end; at += 16) {
    const others =
      Effect.before8(load<u32>(at, 4)) ^ Effect.before4(load<u32>(at, 8)) ^ Effect.before0(load<u32>(at, 12))
    crc = others ^ Effect.before12(load<u32>(at) ^ crc)
  }
  if (at + 8 <= end) {
    crc = Effect.before0(load<u32>(at, 4)) ^ Effect.before4(load<u32>(at) ^ crc)
    at += 8
  }
  if (at + 4 <= end) {
    crc = Effect.before0(load<u32>(at) ^ crc)
    at += 4
  }
  for (; at < end; at++) crc = column(0, <u64>((crc ^ load<u8>(at)) & 0xff)) ^ (crc >> 8)
  return crc
}

/** Registers of passed bytes are dropped once they exceed this number, and half of all registers. */
const BEHIND: usize = 8 << 10
/** Bytes for which registers are computed beyond those requested: false headers seldom come alone. */
const AHEAD: usize = 4 << 10

/**
 * Checksums of any ranges of the window, each in constant time: hostile input can have a false header in
 * every other byte.
 *
 * The register is linear over GF(2): with S(i) the register after bytes 0…i from zero, and n zero bytes
 * acting as the matrix Zⁿ, the register over a…b from all ones is S(b) ⊕ Zᵇ⁻ᵃ(S(a) ⊕ ~0). Positions are
 * offsets in the stream; starts never go back.
 */
let registers: usize = 0
let room: usize = 0
/** Bytes from offset `from` on whose registers are known; the address of that offset in the window. */
let known: usize = 0
let from: f64 = 0
let origin: usize = 0

export function forgetRanges(): void {
  registers = 0
  room = 0
  known = 0
  from = 0
  origin = 0
}

/** To be called when the window may have moved. */
export function placeRanges(): void {
  const passed = window.offsetOf(window.start) - from
  if (passed > <f64>known) startRanges(window.start)
  else origin = window.start - <usize>passed
}

function startRanges(at: usize): void {
  known = 0
  from = window.offsetOf(at)
  origin = at
}

/** CRC-32 of `length` bytes of the window from `at` on. */
export function crc32OfRange(at: usize, length: u32): u32 {
  const passed = at - origin
  if (passed > known) startRanges(at)
  else if (passed > BEHIND && passed * 2 > known) forgetBehind(passed)
  const first = at - origin
  const last = first + length
  if (last > known) learn(min(window.end - origin, last + AHEAD))
  const register = load<u32>(registers + (last << 2))
  return ~(register ^ skipZeros(~load<u32>(registers + (first << 2)), length))
}

/**
 * Drops passed registers and moves the others to the front, so that they fit into the CPU cache; the
 * checksums do not depend on the origin.
 */
function forgetBehind(passed: usize): void {
  memory.copy(registers, registers + (passed << 2), (known - passed + 1) << 2)
  known -= passed
  from += <f64>passed
  origin += passed
}

/** Computes the registers up to a position. */
function learn(place: usize): void {
  // in groups of four, of which the last may go beyond the position, but not beyond memory
  const wanted = (place + 3 - known) & ~3
  if ((known + wanted + 1) << 2 > room) enlarge((known + wanted + 1) << 3)
  if (known === 0) store<u32>(registers, 0)
  let to = registers + (known << 2)
  let register = load<u32>(to)
  let at = origin + known
  for (const end = at + wanted; at < end; at += 4) {
    const word = load<u32>(at) ^ register
    const second = word >> 8
    const third = word >> 16
    const fourth = word >> 24
    store<u32>(to + 4, column(0, word) ^ (register >> 8))
    store<u32>(to + 8, column(1, word) ^ column(0, second) ^ (register >> 16))
    store<u32>(to + 12, column(2, word) ^ column(1, second) ^ column(0, third) ^ (register >> 24))
    register = column(3, word) ^ column(2, second) ^ column(1, third) ^ column(0, fourth)
    store<u32>(to + 16, register)
    to += 16
  }
  known = place
}

function enlarge(bytes: usize): void {
  const larger = allocate(bytes)
  if (room > 0) {
    memory.copy(larger, registers, room)
    release(registers, room)
  }
  registers = larger
  room = blockSize(bytes)
}

/**
 * Four tables of 256 entries for each of Z¹…Z⁶³, then for powers 1…63 of Z⁶⁴, and so on: one level per six
 * bits of a length. With eight bits, they would be twice as large as the CPU cache.
 */
let powers: usize = 0
const MATRIX: usize = 4096
const BITS: u32 = 6
const LEVELS: usize = 4
const LEVEL: usize = <usize>(1 << BITS) * MATRIX

export function forgetPowers(): void {
  powers = 0
}

/** Applies Zⁿ to the register, n < 2²⁴. */
function skipZeros(register: u32, n: u32): u32 {
  if (powers === 0) buildPowers()
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
    load<u32>(matrix + 1024 + ((<usize>((register >> 8) & 0xff)) << 2)) ^
    load<u32>(matrix + 2048 + ((<usize>((register >> 16) & 0xff)) << 2)) ^
    load<u32>(matrix + 3072 + ((<usize>(register >> 24)) << 2))
  )
}

function buildPowers(): void {
  powers = allocate(LEVELS * LEVEL)
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
        outer === 0
          ? (basis >> 8) ^ load<u32>(tables + ((<usize>(basis & 0xff)) << 2))
          : applyMatrix(outer, applyMatrix(inner, basis))
      const count: u32 = 1 << bit
      for (let low: u32 = 0; low < count; low++) {
        store<u32>(table + ((<usize>(count + low)) << 2), load<u32>(table + ((<usize>low) << 2)) ^ image)
      }
    }
  }
}
