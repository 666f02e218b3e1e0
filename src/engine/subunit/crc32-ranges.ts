/**
 * Checksums of any ranges of the window, each in constant time: hostile input can have a false header in
 * every other byte. Such are passed here, since a call for each would cost as much as the checksum.
 *
 * The register is linear over GF(2): with S(i) the register after bytes 0…i from zero, and n zero bytes
 * acting as the matrix Zⁿ, the register over a…b from all ones is S(b) ⊕ Zᵇ⁻ᵃ(S(a) ⊕ ~0). Positions are
 * offsets in the stream; starts never go back.
 */

import { allocate, blockSize, release } from '../memory/blocks'
import { BYTE, tables } from './crc32'
import { buildPowers, Zeros } from './crc32-zeros'
import { CRC_BYTES, Head, MIN_LENGTH } from './v2-head'
import * as window from './window'

/** Registers of passed bytes are dropped once they exceed this number, and half of all registers. */
const BEHIND: usize = 8 << 10
/** Bytes for which registers are computed beyond those requested: false headers seldom come alone. */
const AHEAD: usize = 4 << 10

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
  if (at + length - origin > known) reach(at, length)
  const first = registers + ((at - origin) << 2)
  return ~(load<u32>(first + ((<usize>length) << 2)) ^ Zeros.skip(~load<u32>(first), length))
}

/**
 * Passes what begins like packets but has wrong checksums, from `from` up to `to`. Returns an address up to which there
 * is no packet: where one is, or one may be that goes beyond the window, or whole vectors end.
 */
export function passFalseHeads(from: usize, to: usize): usize {
  const end = window.end
  let knownTo = origin + known
  // the place of a register is the same for the same address
  let zero = registers - (origin << 2)
  // heads must be there as a whole
  const last = min(to, end - MIN_LENGTH)
  let at = from
  for (; at + 16 <= last; at += 16) {
    for (let heads = Head.mayBegin(at); heads !== 0; heads &= heads - 1) {
      const packet = at + ctz(heads)
      const length = Head.lengthOf(packet)
      const there = <u32>(end - packet)
      if (length - MIN_LENGTH > there - MIN_LENGTH) {
        if (length > there) return packet
        continue
      }
      const crc = packet + length - CRC_BYTES
      if (crc > knownTo) {
        reach(packet, length - CRC_BYTES)
        knownTo = origin + known
        zero = registers - (origin << 2)
      }
      const register = Zeros.skip(~load<u32>(zero + (packet << 2)), length - CRC_BYTES)
      if (~(load<u32>(zero + (crc << 2)) ^ register) === Head.checksum(packet, length)) return packet
    }
  }
  return at
}

/** Computes the registers of a range, and drops passed ones. */
function reach(at: usize, length: u32): void {
  buildPowers()
  const passed = at - origin
  if (passed > known) startRanges(at)
  else if (passed > BEHIND && passed * 2 > known) forgetBehind(passed)
  learn(min(window.end, at + length + AHEAD) - origin)
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
    const first = (word << 2) & BYTE
    const second = (word >> 6) & BYTE
    const third = (word >> 14) & BYTE
    const fourth = (word >> 22) & BYTE
    store<u32>(to + 4, load<u32>(first, tables) ^ (register >> 8))
    store<u32>(to + 8, load<u32>(first, tables + 1024) ^ load<u32>(second, tables) ^ (register >> 16))
    store<u32>(
      to + 12,
      load<u32>(first, tables + 2048) ^
        load<u32>(second, tables + 1024) ^
        (load<u32>(third, tables) ^ (register >> 24)),
    )
    register =
      load<u32>(first, tables + 3072) ^
      load<u32>(second, tables + 2048) ^
      (load<u32>(third, tables + 1024) ^ load<u32>(fourth, tables))
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
