/** Writes an attachment as the inside of a JSON string: as text, or as a data: URI. */

import { dataPrefix } from '../host'
import { allocate, release } from '../memory/blocks'
import { following, highest, lowest } from '../memory/utf8'
import { putAscii, putUtf8 } from './json'
import { Out } from './out'
import { putSoundUtf8, REPLACEMENT } from './sound-utf8'

/** The low byte of a rendering's code. */
export const UTF8: u32 = 0
/** True ISO-8859-1, unlike the label in the Encoding Standard, which means windows-1252. */
export const LATIN1: u32 = 1
/** Another charset, which is decoded to UTF-8 before anything else. */
export const CHARSET: u32 = 2
/** Not text: a data: URI in base64. */
const DATA: u32 = 3

let rendering: u32 = 0
/** UTF-8: the bytes so far of an incomplete character, their number, and the number still missing. */
let character: u32 = 0
let characterLength: u32 = 0
let missing: u32 = 0
/** Base64: bytes of an incomplete group of three. */
let group: u32 = 0
let groupLength: u32 = 0

/** Begins an attachment; its bytes come in pieces that may be cut anywhere. */
export function beginText(out: Out, code: u32): void {
  rendering = code
  characterLength = 0
  missing = 0
  groupLength = 0
  if ((code & 0xff) !== DATA) return
  const length = dataPrefix(code, 0)
  const prefix = allocate(length)
  putUtf8(out, prefix, dataPrefix(code, prefix))
  release(prefix, length)
}

export function putBytes(out: Out, bytes: usize, length: u32): void {
  switch (rendering & 0xff) {
    case UTF8:
      return putBytesOfUtf8(out, bytes, bytes + length)
    case LATIN1:
      return putLatin1(out, bytes, bytes + length)
    default:
      return putBase64(out, bytes, bytes + length)
  }
}

export function endText(out: Out): void {
  switch (rendering & 0xff) {
    case UTF8:
      return endUtf8(out)
    case LATIN1:
      return
    default:
      return endBase64(out)
  }
}

function putLatin1(out: Out, bytes: usize, end: usize): void {
  for (let at = putAscii(out, bytes, end); at < end; at = putAscii(out, at, end)) {
    for (; at < end && load<u8>(at) >= 128; at++) {
      const byte = load<u8>(at)
      out.reserve(2)
      store<u8>(out.at, 0xc0 | (byte >> 6))
      store<u8>(out.at + 1, 0x80 | (byte & 0x3f))
      out.at += 2
    }
  }
}

function putBytesOfUtf8(out: Out, bytes: usize, end: usize): void {
  let at = bytes
  while (at < end) {
    if (missing === 0) {
      at = putSoundUtf8(out, at, end)
      if (at >= end) return
      beginCharacter(out, load<u8>(at++))
      continue
    }
    const byte = load<u8>(at)
    if (goesOn(byte)) {
      character |= (<u32>byte) << (characterLength++ << 3)
      at++
      if (--missing === 0) putCharacter(out)
    } else {
      missing = 0
      putReplacement(out)
    }
  }
}

function beginCharacter(out: Out, first: u8): void {
  missing = <u32>following(first)
  character = first
  characterLength = 1
  if (missing === 0) putReplacement(out)
}

/** Whether the byte may continue the incomplete character. */
function goesOn(byte: u8): bool {
  if (characterLength > 1) return byte >> 6 === 2
  const first = <u8>character
  return byte >= lowest(first) && byte <= highest(first)
}

function putCharacter(out: Out): void {
  out.reserve(4)
  store<u32>(out.at, character)
  out.at += characterLength
}

function putReplacement(out: Out): void {
  out.reserve(4)
  store<u32>(out.at, REPLACEMENT)
  out.at += 3
}

function endUtf8(out: Out): void {
  if (missing > 0) putReplacement(out)
  missing = 0
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function letter(value: u32): u8 {
  return load<u8>(changetype<usize>(LETTERS) + ((<usize>(value & 63)) << 1))
}

function putBase64(out: Out, bytes: usize, end: usize): void {
  for (let at = bytes; at < end; at++) {
    group = (group << 8) | load<u8>(at)
    if (++groupLength < 3) continue
    groupLength = 0
    out.reserve(4)
    putLetters(out.at, group, 4)
    out.at += 4
  }
}

function putLetters(at: usize, bits: u32, count: u32): void {
  for (let i: u32 = 0; i < count; i++) store<u8>(at + i, letter(bits >> (18 - 6 * i)))
}

function endBase64(out: Out): void {
  if (groupLength === 0) return
  out.reserve(4)
  store<u32>(out.at, 0x3d3d3d3d)
  putLetters(out.at, group << (8 * (3 - groupLength)), groupLength + 1)
  out.at += 4
  groupLength = 0
}
