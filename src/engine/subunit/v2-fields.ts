/** Reads the fields of a version 2 packet. */

import { keep, room } from '../memory/arena'
import { allocate, release } from '../memory/blocks'
import { Entry, Table } from '../memory/table'
import { isText } from '../memory/utf8'
import * as packet from './packet'
import { hideSecrets } from './secrets'
import { setOf, tagOf } from './tags'

const HAS_TEST_ID: u32 = 0x0800
const HAS_ROUTE_CODE: u32 = 0x0400
const HAS_TIMESTAMP: u32 = 0x0200
const HAS_TAGS: u32 = 0x0080
const HAS_FILE: u32 = 0x0040
const HAS_MIME_TYPE: u32 = 0x0020
const HAS_REST: u32 = HAS_MIME_TYPE | HAS_FILE | HAS_ROUTE_CODE
const CRC_BYTES: usize = 4

/** Violations of the protocol; the host has the wording. */
export const NO_FAULT: u32 = 0
const NO_ROOM_FOR_CHECKSUM: u32 = 1
const NUMBER_CUT: u32 = 2
const TIMESTAMP_CUT: u32 = 3
export const EMPTY_ID: u32 = 4
const FILE_CUT: u32 = 5
/** Violations of a string, added to the codes of strings below: it reaches past the end, or is no text. */
const STRING_CUT: u32 = 0
const STRING_BROKEN: u32 = 1
const TEST_ID: u32 = 10
const TAG: u32 = 20
const MIME_TYPE: u32 = 30
const FILE_NAME: u32 = 40
const ROUTE_CODE: u32 = 50

/** Where the next field begins, and where they all end, never before. */
let at: usize = 0
let end: usize = 0
let fault: u32 = NO_FAULT
/** The string that was read last. */
let text: usize = 0
let textLength: u32 = 0

/**
 * Reads the packet of `length` bytes at `start`, whose checksum is right. Returns a violation of the
 * protocol, or NO_FAULT. Bytes after the last field are ignored.
 */
export function readFields(start: usize, length: u32): u32 {
  const flags = ((<u32>load<u8>(start + 1)) << 8) | load<u8>(start + 2)
  const header = <usize>(load<u8>(start + 3) >> 6) + 4
  // a checksum that shares bytes with the length may be right; the Python library reads no such packet
  if (header + CRC_BYTES > <usize>length) return NO_ROOM_FOR_CHECKSUM
  fault = NO_FAULT
  at = start + header
  end = start + length - CRC_BYTES
  const time = flags & HAS_TIMESTAMP ? readTime() : packet.NO_TIME
  readString(flags & HAS_TEST_ID, TEST_ID)
  packet.setId(text, textLength)
  const tags = flags & HAS_TAGS ? readTags() : 0
  packet.setEvent(flags & 7, time, tags)
  if (flags & HAS_REST) readRest(flags)
  else packet.clearRest()
  if (packet.id !== 0 && packet.idLength === 0) fail(EMPTY_ID)
  return fault
}

/** Reads the fields that most packets do not have. */
function readRest(flags: u32): void {
  readString(flags & HAS_MIME_TYPE, MIME_TYPE)
  packet.setMimeType(text, textLength)
  readString(flags & HAS_FILE, FILE_NAME)
  packet.setFileName(text, textLength)
  if (flags & HAS_FILE) readFile()
  readString(flags & HAS_ROUTE_CODE, ROUTE_CODE)
  packet.setRoute(text, textLength)
}

function fail(reason: u32): void {
  if (fault === NO_FAULT) fault = reason
  at = end
}

function readNumber(): u32 {
  if (at < end) {
    const first = <u32>load<u8>(at)
    if (first < 64) {
      at++
      return first
    }
  }
  return readLarge()
}

function readLarge(): u32 {
  const first = <u32>(at < end ? load<u8>(at) : 0)
  const size: u32 = (first >> 6) + 1
  if (end < at + size) {
    fail(NUMBER_CUT)
    return 0
  }
  // memory has bytes behind the window's end
  const four = bswap(load<u32>(at)) & 0x3fff_ffff
  at += size
  return four >> (32 - (size << 3))
}

function readTime(): i64 {
  if (end < at + 4) {
    fail(TIMESTAMP_CUT)
    return 0
  }
  const seconds = <i64>bswap(load<u32>(at))
  at += 4
  return seconds * 1_000_000 + <i64>toMicroseconds(readNumber())
}

/** Rounds nanoseconds to microseconds, ties to even, as the Python library does. */
function toMicroseconds(nanoseconds: u32): u32 {
  const whole = nanoseconds / 1000
  const rest = nanoseconds - whole * 1000
  if (rest === 500) return whole + (whole & 1)
  return rest > 500 ? whole + 1 : whole
}

/** Reads a string, if the packet has it; otherwise its address is 0. */
function readString(isThere: u32, what: u32): void {
  text = 0
  textLength = 0
  if (!isThere) return
  const length = readNumber()
  text = at
  if (length > <u32>(end - at)) {
    fail(what + STRING_CUT)
    return
  }
  at += length
  textLength = length
  hideSecrets(text, length)
  if (!isText(text, length)) fail(what + STRING_BROKEN)
}

/** Cache of sets of tags by their encoded bytes: workers send the same tags with every packet. */
const wire = changetype<Table>(memory.data(offsetof<Table>()))
/** Limits of the cache: a stream may have any number of sets. */
const MOST_WIRE: u32 = 4096
const LONGEST_WIRE: u32 = 256

@unmanaged
class WireTags extends Entry {
  set: usize
}

/**
 * Before it, one without a table for the shortest sets, such as that of one worker: their bytes, filled up
 * with zeros, and the set. An encoding is never the beginning of another one.
 */
const SHORT: u32 = 16
const SHORT_SLOTS: u32 = 256
const SHORT_SIZE: u32 = 32
const shorts = memory.data(256 * 32, 16)
const FACTOR: u64 = 0x9e3779b97f4a7c15
/** As many bytes as are kept, before as many zeros. */
const masks = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0,
])

export function forgetWireTags(): void {
  wire.forget()
  memory.fill(shorts, 0, SHORT_SLOTS * SHORT_SIZE)
}

function readTags(): usize {
  const start = at
  const count = readNumber()
  const firstTag = at
  // first only find their end, for the caches
  for (let left = count; left > 0 && fault === NO_FAULT; left--) {
    const length = readNumber()
    if (length > <u32>(end - at)) fail(TAG + STRING_CUT)
    else at += length
  }
  if (fault !== NO_FAULT) return rereadTags(firstTag, count)
  const length = <u32>(at - start)
  if (length > SHORT)
    return length > LONGEST_WIRE ? rereadTags(firstTag, count) : wireTags(start, length, firstTag, count)
  const bytes = v128.and(v128.load(start), v128.load(masks + SHORT - length))
  const mix = ((i64x2.extract_lane(bytes, 0) ^ rotl(i64x2.extract_lane(bytes, 1), 32)) as u64) * FACTOR
  const slot = shorts + <usize>(mix >> 56) * SHORT_SIZE
  if (!v128.any_true(v128.xor(v128.load(slot), bytes)) && load<u32>(slot + SHORT) !== 0)
    return load<u32>(slot + SHORT)
  const set = wireTags(start, length, firstTag, count)
  if (fault !== NO_FAULT) return 0
  v128.store(slot, bytes)
  store<u32>(slot + SHORT, set)
  return set
}

/** The set of tags that is encoded in those bytes, from the cache or read again. */
function wireTags(start: usize, length: u32, firstTag: usize, count: u32): usize {
  const known = wire.find(0, start, length)
  if (known !== 0) return changetype<WireTags>(known).set
  const set = rereadTags(firstTag, count)
  if (fault === NO_FAULT && wire.count < MOST_WIRE) {
    const entry = changetype<WireTags>(room(offsetof<WireTags>()))
    entry.setKey(0, keep(start, length), length)
    entry.set = set
    wire.add(entry)
  }
  return set
}

function rereadTags(firstTag: usize, count: u32): usize {
  at = firstTag
  return collectTags(count)
}

function collectTags(count: u32): usize {
  // a tag takes at least one byte, so there cannot be more, whatever `count` says
  const most = min(count, <u32>(end - at))
  const list = allocate((<usize>most) << 2)
  let read: u32 = 0
  for (; read < most && fault === NO_FAULT; read++) {
    readString(1, TAG)
    if (fault === NO_FAULT) store<u32>(list + ((<usize>read) << 2), tagOf(text, textLength))
  }
  const set = fault === NO_FAULT ? setOf(list, read) : 0
  release(list, (<usize>most) << 2)
  return set
}

function readFile(): void {
  const length = readNumber()
  if (length > <u32>(end - at)) fail(FILE_CUT)
  if (fault !== NO_FAULT) return
  packet.setFile(at, length)
  at += length
}
