/** Writes bytes that need not be UTF-8 as the inside of a JSON string. */

import { BACKSLASH, QUOTE } from '../memory/ascii'
import { beginningAt, characterAt, following } from '../memory/utf8'
import { escape, LONGEST_ESCAPE, PAIR, putEscape, SLICE } from './json'
import { Out } from './out'

/** U+FFFD, three bytes of UTF-8. */
export const REPLACEMENT: u32 = 0x00bdbfef

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

/** To be called once. */
export function buildWritten(): void {
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
