/** CRC-32 (ISO 3309, as in zlib). Not zlib's own: it takes 300 ns for a call, and three times as long for many bytes. */

import { reduce, SMALLEST, SPAN } from './crc32-sparse'

const POLYNOMIAL: u32 = 0xedb88320

/** At k × 1024 + 4 × b: the effect of byte b on the register, if k zero bytes follow it. */
export const tables = memory.data(16 * 1024)
/** Of a word that is shifted so that a byte begins at bit 2, the bits of that byte. */
export const BYTE: u32 = 0x3fc

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
  const end = bytes + length
  if (<usize>length < SMALLEST) return ~advance(~0, bytes, end)
  const rest = end - (length & 15)
  return ~advance(reduced(bytes, rest), rest, end)
}

/** The register after whole blocks, from all ones. */
function reduced(bytes: usize, end: usize): u32 {
  const few = reduce(bytes, end)
  return advance(0, few, few + SPAN)
}

/** The effect of a word's lowest byte on the register. */
export function effectOf(word: u32): u32 {
  return load<u32>((word << 2) & BYTE, tables)
}

/**
 * The effect of four bytes on the register, if 12, 8, 4 or no bytes follow them. Tables are told by the constant
 * offset of a load: added to the address, they would be a fifth of all instructions.
 */
export class Effect {
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
  for (; at < end; at++) crc = effectOf(crc ^ load<u8>(at)) ^ (crc >> 8)
  return crc
}
