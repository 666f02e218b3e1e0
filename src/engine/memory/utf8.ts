/** Checks and decodes UTF-8 as the Encoding Standard does. */

import { allocate, release } from './blocks'

/** Whether the bytes are valid UTF-8 without NUL. */
export function isText(bytes: usize, length: u32): bool {
  const end = bytes + length
  let at = bytes
  while (true) {
    // whole vectors first: most text is ASCII
    while (at + 16 <= end && unusual(at) === 0) at += 16
    if (at >= end) return true
    at += <usize>ctz(unusual(at) | 0x1_0000)
    if (at >= end) return true
    const first = load<u8>(at)
    if (first === 0) return false
    if (first < 128) continue
    const size = characterAt(at, end)
    if (size === 0) return false
    at += size
  }
}

/** A bit for each of sixteen bytes: whether it is NUL, or not ASCII. */
function unusual(at: usize): u32 {
  const bytes = v128.load(at)
  return <u32>i8x16.bitmask(v128.or(bytes, i8x16.eq(bytes, i8x16.splat(0))))
}

/** Whether all bytes are ASCII. */
export function isAscii(bytes: usize, length: u32): bool {
  const end = bytes + length
  let at = bytes
  for (; at + 16 <= end; at += 16) if (i8x16.bitmask(v128.load(at)) !== 0) return false
  return (i8x16.bitmask(v128.load(at)) & ((1 << (<i32>(end - at))) - 1)) === 0
}

/** Length of the character that begins with a non-ASCII byte at `at`; 0 if it is not valid. */
export function characterAt(at: usize, end: usize): usize {
  const first = load<u8>(at)
  const more = following(first)
  if (more === 0 || at + more >= end) return 0
  const second = load<u8>(at + 1)
  if (second < lowest(first) || second > highest(first)) return 0
  for (let i: usize = 2; i <= more; i++) if (load<u8>(at + i) >> 6 !== 2) return 0
  return more + 1
}

/** Number of bytes after a character's first byte; 0 if `first` cannot begin one. */
export function following(first: u8): usize {
  if (first < 0xc2 || first > 0xf4) return 0
  return first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3
}

/** The range of the second byte, which excludes overlong forms and surrogates. */
export function lowest(first: u8): u8 {
  return first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
}

export function highest(first: u8): u8 {
  return first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
}

let scratch: usize = 0
let scratchSize: usize = 0
export let decodedLength: u32 = 0

export function forgetScratch(): void {
  scratch = 0
  scratchSize = 0
}

/**
 * The address of the bytes with U+FFFD in place of invalid UTF-8, `decodedLength` of them: the original if
 * all are valid, otherwise a buffer that is valid until the next call.
 */
export function decoded(bytes: usize, length: u32): usize {
  decodedLength = length
  if (isAscii(bytes, length)) return bytes
  const end = bytes + length
  let sound = bytes
  while (sound < end) {
    const size: usize = load<u8>(sound) < 128 ? 1 : characterAt(sound, end)
    if (size === 0) break
    sound += size
  }
  return sound === end ? bytes : replaced(bytes, end)
}

function replaced(bytes: usize, end: usize): usize {
  const wanted = (end - bytes) * 3 + 8
  if (wanted > scratchSize) {
    if (scratchSize > 0) release(scratch, scratchSize)
    scratch = allocate(wanted)
    scratchSize = wanted
  }
  let to = scratch
  for (let at = bytes; at < end; ) {
    let size: usize = load<u8>(at) < 128 ? 1 : characterAt(at, end)
    if (size > 0) {
      for (; size > 0; size--) store<u8>(to++, load<u8>(at++))
      continue
    }
    store<u32>(to, 0x00bdbfef)
    to += 3
    at += beginningAt(at, end)
  }
  decodedLength = <u32>(to - scratch)
  return scratch
}

/** Length of an incomplete character at `at`; 1 if the bytes do not even begin one. */
export function beginningAt(at: usize, end: usize): usize {
  const first = load<u8>(at)
  const more = following(first)
  if (more === 0 || at + 1 >= end) return 1
  const second = load<u8>(at + 1)
  if (second < lowest(first) || second > highest(first)) return 1
  let size: usize = 2
  while (size <= more && at + size < end && load<u8>(at + size) >> 6 === 2) size++
  return size
}

/** Length of a white space character, as in Python's str.split(), at `at`; 0 if there is none. */
export function spaceAt(at: usize, end: usize): usize {
  const first = load<u8>(at)
  if (first < 128) return isSpace(first) || (first >= 28 && first <= 31) ? 1 : 0
  const left = end - at
  if (first === 0xc2) return left >= 2 && (load<u8>(at + 1) === 0xa0 || load<u8>(at + 1) === 0x85) ? 2 : 0
  if (left < 3) return 0
  const rest = ((<u32>load<u8>(at + 1)) << 8) | load<u8>(at + 2)
  switch (first) {
    case 0xe1:
      return rest === 0x9a80 ? 3 : 0
    case 0xe2:
      return isGeneralSpace(rest) ? 3 : 0
    case 0xe3:
      return rest === 0x8080 ? 3 : 0
    default:
      return 0
  }
}

/** U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F. */
function isGeneralSpace(rest: u32): bool {
  return (
    (rest >= 0x8080 && rest <= 0x808a) ||
    rest === 0x80a8 ||
    rest === 0x80a9 ||
    rest === 0x80af ||
    rest === 0x819f
  )
}

export function isSpace(byte: u8): bool {
  return byte === 32 || (byte >= 9 && byte <= 13)
}
