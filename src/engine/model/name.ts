/**
 * Derives a test's name from its id: removes Tempest's bracket of tags (`….test_x[id-…,smoke]`), and turns
 * `setUpClass (a.b.C)` and the like into `a.b.C.setUpClass`. Linear in the id's length.
 */

import { isDottedName } from '../host'
import { room } from '../memory/arena'
import {
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COLON,
  COMMA,
  DASH,
  DOT,
  OPEN_BRACKET,
  UNDERSCORE,
} from '../memory/ascii'
import { find, findLast } from '../memory/bytes'
import { startsWith } from '../memory/text'
import { isAscii } from '../memory/utf8'

/** Bytes of `id-` and a UUID. */
const UUID_TAG: u32 = 39

export let name: usize = 0
export let nameLength: u32 = 0
/** Whether the name was built from the id, of which a copy follows it. */
export let isTurned = false

/** Sets `name`, which is a part of the id, or built in the arena. */
export function setNameOf(id: usize, length: u32): void {
  name = id
  nameLength = length
  isTurned = false
  const last = load<u8>(id + length - 1)
  if (last === CLOSE_BRACKET) nameLength = withoutTempestTags(id, length)
  else if (last === CLOSE_PAREN) turnFixture(id, length)
}

function withoutTempestTags(id: usize, length: u32): u32 {
  const end = id + length - 1
  const bracket = findLast(OPEN_BRACKET, id, end)
  if (bracket === id) return length
  let marked = false
  for (let word = bracket + 1; word <= end; ) {
    // tried first, since most ids have it and nothing else
    let comma = word + UUID_TAG
    if (comma <= end && (comma === end || load<u8>(comma) === COMMA) && isUuid(word)) {
      marked = true
    } else {
      comma = find(COMMA, word, end)
      if (comma === word) return length
      if (marks(word, <u32>(comma - word))) marked = true
      else if (!isTag(word, comma)) return length
    }
    word = comma + 1
  }
  // tags have no colons
  const before = <u32>(bracket - id)
  return marked && !hasColons(id, before) ? before : length
}

function marks(word: usize, length: u32): bool {
  if (length === 4) return load<u32>(word) === 0x65746167 // gate
  return length === 5 && load<u32>(word) === 0x6b6f6d73 && load<u8>(word + 4) === 101 // smoke
}

/** Whether a word of UUID_TAG bytes is `id-` and a UUID. */
function isUuid(word: usize): bool {
  if (load<u8>(word) !== 105 || load<u8>(word + 1) !== 100) return false
  // vectors at 2, 18 and 23, which overlaps the one before
  return (
    isUuidPart(word + 2, 0b0100_0010_0000_0001) &&
    isUuidPart(word + 18, 0b0000_0001_0000_1000) &&
    isUuidPart(word + 23, 0b0000_0000_0000_1000)
  )
}

/** Whether sixteen bytes are dashes where the bits are set, and hexadecimal digits elsewhere. */
function isUuidPart(at: usize, dashes: i32): bool {
  const bytes = v128.load(at)
  const lower = v128.or(bytes, i8x16.splat(32))
  const digit = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(10))
  const letter = i8x16.lt_u(i8x16.sub(lower, i8x16.splat(97)), i8x16.splat(6))
  const dash = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(DASH)))
  return dash === dashes && (i8x16.bitmask(v128.or(digit, letter)) | dashes) === 0xffff
}

function isTag(word: usize, end: usize): bool {
  for (let at = word; at < end; at++) if (!isWord(load<u8>(at)) && load<u8>(at) !== DASH) return false
  return true
}

/** Whether the id contains `::`, as pytest's do. */
function hasColons(id: usize, length: u32): bool {
  const end = id + length
  for (let at = find(COLON, id, end); at + 1 < end; at = find(COLON, at + 1, end)) {
    if (load<u8>(at + 1) === COLON) return true
  }
  return false
}

/** Length of the word before ` (` in `setUpClass (…)` and the like; 0 if the id is none of a fixture. */
export function fixtureLength(id: usize, length: u32): u32 {
  const before: u32 = startsWith(id, length, 'setUp') ? 5 : startsWith(id, length, 'tearDown') ? 8 : 0
  if (before === 0) return 0
  if (startsWith(id + before, length - before, 'Class (')) return before + 5
  return startsWith(id + before, length - before, 'Module (') ? before + 6 : 0
}

function turnFixture(id: usize, length: u32): void {
  const fixture = fixtureLength(id, length)
  if (fixture === 0) return
  const path = id + fixture + 2
  const pathLength = length - fixture - 3
  if (!isDotted(path, pathLength)) return
  nameLength = pathLength + 1 + fixture
  name = room(nameLength + length)
  isTurned = true
  memory.copy(name, path, pathLength)
  store<u8>(name + pathLength, DOT)
  memory.copy(name + pathLength + 1, id, fixture)
  memory.copy(name + nameLength, id, length)
}

/** Whether the bytes are identifiers joined by dots. */
function isDotted(bytes: usize, length: u32): bool {
  if (!isAscii(bytes, length)) return isDottedName(bytes, length)
  let first = true
  for (let i: u32 = 0; i < length; i++) {
    const byte = load<u8>(bytes + i)
    if (byte === DOT) {
      if (first) return false
      first = true
    } else if (isWord(byte) && !(first && isDigit(byte))) {
      first = false
    } else {
      return false
    }
  }
  return !first
}

function isDigit(byte: u8): bool {
  return byte >= 48 && byte <= 57
}

function isWord(byte: u8): bool {
  const lower = byte | 32
  return (lower >= 97 && lower <= 122) || isDigit(byte) || byte === UNDERSCORE
}
