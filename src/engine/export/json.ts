/** Writes UTF-8 as JSON strings. */

import { BACKSLASH, LF, QUOTE } from '../memory/ascii'
import { copyShort } from '../memory/bytes'
import { Out } from './out'
import { PLAIN, Row } from './rows'

/** Bytes that are escaped per reservation. */
export const SLICE: u32 = 32 << 10
/** Bytes that `\u0000` takes for one. */
export const LONGEST_ESCAPE: u32 = 6
const LONGEST_PLAIN: u32 = 4096
/** Bytes that are copied at once. */
export const PAIR: u32 = 32

/** Writes UTF-8 as a JSON string with quotes. */
export function putString(out: Out, bytes: usize, length: u32): void {
  out.byte(QUOTE)
  putUtf8(out, bytes, length)
  out.byte(QUOTE)
}

/** Whether text is short and needs no escapes in a JSON string. */
export function isPlain(bytes: usize, length: u32): bool {
  if (length > LONGEST_PLAIN) return false
  const twos = v128.load(vectors)
  const blanks = v128.load(vectors, 16)
  const backslashes = v128.load(vectors, 32)
  const end = bytes + length
  let at = bytes
  for (; at + 16 <= end; at += 16) {
    if (v128.any_true(Special.bytes(v128.load(at), twos, blanks, backslashes))) return false
  }
  const few = (1 << (<u32>(end - at))) - 1
  return (i8x16.bitmask(Special.bytes(v128.load(at), twos, blanks, backslashes)) & few) === 0
}

/** Writes a test's name with quotes. */
export function putName(out: Out, row: Row): void {
  if (row.flags & PLAIN) putPlainString(out, row.name, row.nameLength)
  else putString(out, row.name, row.nameLength)
}

/** Writes, with quotes, text for which `isPlain` is true. */
export function putPlainString(out: Out, bytes: usize, length: u32): void {
  out.reserve(length + 32)
  const to = out.at
  store<u8>(to, QUOTE)
  copyShort(to + 1, bytes, length)
  store<u8>(to + 1 + length, QUOTE)
  out.at = to + 2 + length
}

/** Vectors of 2, 32, the backslash and 128: constants would be made anew for each vector of text. */
const vectors = memory.data(64, 16)

/** To be called once. */
export function buildVectors(): void {
  v128.store(vectors, i8x16.splat(2))
  v128.store(vectors, i8x16.splat(32), 16)
  v128.store(vectors, i8x16.splat(BACKSLASH), 32)
  v128.store(vectors, i8x16.splat(-128), 48)
}

class Special {
  /**
   * The bytes of a vector that must be escaped: exclusive or with 2 makes 32 of the quotation mark, nothing above of what
   * is below 32, and something above of all others.
   */
  @inline
  static bytes(text: v128, twos: v128, blanks: v128, backslashes: v128): v128 {
    return v128.or(i8x16.le_u(v128.xor(text, twos), blanks), i8x16.eq(text, backslashes))
  }
}

/** Writes valid UTF-8 as the inside of a JSON string. */
export function putUtf8(out: Out, bytes: usize, length: u32): void {
  const end = bytes + length
  for (let from = bytes; from < end; ) {
    const to = min(from + SLICE, end)
    out.reserve(SLICE * LONGEST_ESCAPE + PAIR)
    from = escape(out, from, to, false)
  }
}

/** Writes ASCII as the inside of a JSON string, and returns the address of the first other byte, or `end`. */
export function putAscii(out: Out, from: usize, end: usize): usize {
  for (let at = from; at < end; ) {
    const to = min(at + SLICE, end)
    out.reserve(SLICE * LONGEST_ESCAPE + PAIR)
    at = escape(out, at, to, true)
    if (at < to) return at
  }
  return end
}

/** Copies with escapes, up to the end or, with `asciiOnly`, to the first byte that is not ASCII. */
export function escape(out: Out, from: usize, end: usize, asciiOnly: bool): usize {
  const twos = v128.load(vectors)
  const blanks = v128.load(vectors, 16)
  const backslashes = v128.load(vectors, 32)
  // in either case, the highest bit of a byte says whether it is special
  const others = asciiOnly ? v128.load(vectors, 48) : i8x16.splat(0)
  let at = out.at
  let next = from
  while (next < end) {
    const one = v128.load(next)
    const two = v128.load(next, 16)
    v128.store(at, one)
    v128.store(at, two, 16)
    const inOne = v128.or(Special.bytes(one, twos, blanks, backslashes), v128.and(one, others))
    const inTwo = v128.or(Special.bytes(two, twos, blanks, backslashes), v128.and(two, others))
    const left = end - next
    if (left >= PAIR && !v128.any_true(v128.or(inOne, inTwo))) {
      next += PAIR
      at += PAIR
      continue
    }
    let found = <u64>(<u32>i8x16.bitmask(inOne) | ((<u32>i8x16.bitmask(inTwo)) << 16))
    if (left < PAIR) found |= (<u64>1) << (<u64>left)
    const plain = <usize>ctz(found)
    next += plain
    at += plain
    if (plain >= left) break
    const byte = load<u8>(next)
    if (byte >= 128) break
    at = putEscape(at, byte)
    next++
  }
  out.at = at
  return next
}

/** Writes the escape of an ASCII byte, up to LONGEST_ESCAPE bytes, and returns the address behind it. */
export function putEscape(at: usize, byte: u8): usize {
  if (byte === LF) {
    store<u16>(at, 0x6e5c)
    return at + 2
  }
  return putOtherEscape(at, byte)
}

function putOtherEscape(at: usize, byte: u8): usize {
  store<u8>(at, BACKSLASH)
  let letter: u8 = 0
  switch (byte) {
    case 8:
      letter = 98
      break
    case 9:
      letter = 116
      break
    case 12:
      letter = 102
      break
    case 13:
      letter = 114
      break
    case QUOTE:
    case BACKSLASH:
      letter = byte
      break
    default: {
      store<u32>(at + 1, 0x30303075)
      store<u8>(at + 4, 48 + (byte >> 4))
      const low = byte & 15
      store<u8>(at + 5, low < 10 ? 48 + low : 87 + low)
      return at + 6
    }
  }
  store<u8>(at + 1, letter)
  return at + 2
}
