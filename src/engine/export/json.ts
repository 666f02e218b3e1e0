import { copyShort } from '../memory/bytes'
import { beginningAt, characterAt, following } from '../memory/utf8'
import { Out } from './out'
import { PLAIN, Row } from './rows'

const LINE_FEED: u8 = 10
const QUOTE: u8 = 34
const BACKSLASH: u8 = 92
/** Bytes that are escaped per reservation. */
const SLICE: u32 = 32 << 10
/** Bytes that `\u0000` takes for one. */
const LONGEST_ESCAPE: u32 = 6
const LONGEST_PLAIN: u32 = 4096
/** Bytes that are copied at once. */
const PAIR: u32 = 32
/** U+FFFD, three bytes of UTF-8. */
export const REPLACEMENT: u32 = 0x00bdbfef

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

function fillVectors(): void {
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

/** Bytes that are handled one by one between non-ASCII characters, before vectors are tried. */
const FEW: usize = 8
/** Of a word that is shifted so that a byte begins at bit 3, the bits of that byte. */
const EIGHTFOLD: u32 = 0x7f8

/**
 * Writes UTF-8 as the inside of a JSON string, with U+FFFD for invalid bytes as the Encoding Standard
 * requires: one for each maximal beginning of a character. Returns `end`, or the address of a character that
 * is cut off there.
 */
export function putSoundUtf8(out: Out, from: usize, end: usize): usize {
  let next = from
  while (next < end) {
    const sliceEnd = min(next + SLICE, end)
    out.reserve(SLICE * LONGEST_ESCAPE + PAIR)
    while (next < sliceEnd) {
      next = putFew(out, next, sliceEnd)
      if (next >= sliceEnd) break
      if (load<u8>(next) < 128) {
        next = escape(out, next, sliceEnd, true)
        continue
      }
      const mixed = putMixed(out, next, sliceEnd)
      if (mixed > next) {
        next = mixed
        continue
      }
      const size = characterAt(next, end)
      if (size > 0) {
        store<u32>(out.at, load<u32>(next))
        out.at += size
        next += size
        continue
      }
      const part = beginningAt(next, end)
      if (next + part === end && part <= following(load<u8>(next))) return next
      store<u32>(out.at, REPLACEMENT)
      out.at += 3
      next += part
    }
  }
  return end
}

/**
 * For each byte what is written for it, up to six bytes, with their number in the highest byte; for the beginnings of
 * characters BEGINNING.
 */
const written = memory.data(256 * 8, 8)
const BEGINNING: u64 = 1 << 48

/** Builds the tables. To be called once. */
export function buildJson(): void {
  fillVectors()
  fillWritten()
}

function fillWritten(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    const at = written + ((<usize>byte) << 3)
    store<u64>(at, byte < 128 ? byte : REPLACEMENT)
    let end = at + (byte < 128 ? 1 : 3)
    if (byte < 32 || byte === QUOTE || byte === BACKSLASH) end = putEscape(at, <u8>byte)
    if (following(<u8>byte) > 0) store<u64>(at, BEGINNING)
    else store<u8>(at + 7, <u8>(end - at))
  }
}

/**
 * Fast path for noise from false packets, of which there may be millions: writes two-byte characters, U+FFFD
 * for bytes that begin no character, and the few ASCII bytes between them. What a byte is cannot be predicted,
 * so that there are few branches.
 */
function putMixed(out: Out, from: usize, end: usize): usize {
  let next = from
  let at = out.at
  while (next + FEW < end) {
    const eight = load<u64>(next)
    if ((eight & 0x8080808080808080) === 0) break
    const bytes = <u32>eight
    const first = load<u64>((bytes << 3) & EIGHTFOLD, written)
    if ((first & BEGINNING) === 0) {
      const second = load<u64>((bytes >> 5) & EIGHTFOLD, written)
      const third = load<u64>((bytes >> 13) & EIGHTFOLD, written)
      const fourth = load<u64>((bytes >> 21) & EIGHTFOLD, written)
      store<u64>(at, first)
      at += <usize>(first >> 56)
      next++
      store<u64>(at, second)
      const more = at + <usize>(second >> 56)
      store<u64>(more, third)
      const most = more + <usize>(third >> 56)
      store<u64>(most, fourth)
      if (((second | third | fourth) & BEGINNING) === 0) {
        at = most + <usize>(fourth >> 56)
        next += 3
        continue
      }
      // up to the beginning, of which nothing was written
      for (
        let text = second;
        (text & BEGINNING) === 0;
        text = load<u64>(written + ((<usize>load<u8>(next)) << 3))
      ) {
        at += <usize>(text >> 56)
        next++
      }
    }
    // the beginning of a two-byte character, or of none
    if (following(load<u8>(next)) > 1) break
    if ((load<u8>(next, 1) & 0xc0) === 0x80) {
      store<u16>(at, load<u16>(next))
      next += 2
      at += 2
    } else {
      store<u32>(at, REPLACEMENT)
      next++
      at += 3
    }
  }
  out.at = at
  return next
}

/** Copies up to FEW bytes that need no escape. */
function putFew(out: Out, from: usize, end: usize): usize {
  const last = min(from + FEW, end)
  let next = from
  let at = out.at
  while (next < last) {
    const byte = load<u8>(next)
    if (byte - 32 >= 96 || byte === QUOTE || byte === BACKSLASH) break
    store<u8>(at++, byte)
    next++
  }
  out.at = at
  return next
}

/** Copies with escapes, up to the end or, with `asciiOnly`, to the first byte that is not ASCII. */
function escape(out: Out, from: usize, end: usize, asciiOnly: bool): usize {
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

function putEscape(at: usize, byte: u8): usize {
  if (byte === LINE_FEED) {
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
