/**
 * subunit version 2: a stream of packets, each
 *
 *   b3 | flags (2) | length (1–3) | timestamp? | test id? | tags? | mime type? | file? | route code? | CRC-32
 *
 * Numbers are big-endian, with their size in the two high bits of the first byte. The length is that of
 * the whole packet. Source: the protocol's description in subunit's README, and its Python library.
 *
 * Every packet whose checksum is right is decoded, wherever it is in the stream.
 */

import { CR, ESCAPE, LF, TAB } from '../memory/ascii'
import { damage, noise, takePacket, takeTime } from '../model/run'
import { DAMAGED, NOISE, TRUNCATED, UNREADABLE } from '../model/warnings'
import { crc32 } from './crc32'
import { crc32OfRange, passFalseHeads, placeRanges } from './crc32-ranges'
import { buildPowers, registerAfter } from './crc32-zeros'
import { time } from './packet'
import { EMPTY_ID, NO_FAULT, readFields } from './v2-fields'
import { CRC_BYTES, Head, MIN_LENGTH, SIGNATURE, shortLength, VERSION } from './v2-head'
import * as window from './window'

/** Packets are checked together if they have at least so many bytes. */
const TOGETHER_FROM: usize = 8192

/** Failed checksums may cost this many bytes, and an eighth of the bytes read, before ranges are used. */
const MAY_WASTE: f64 = 1_048_576
const SHARE: f64 = 8

/** Bytes from a signature on that tell text from a packet. */
const MOST_TEXT: u32 = 1024

/** Whether valid packets are only searched for, not decoded. */
let seeking = false
/** Number of valid packets so far. */
export let packets: u32 = 0
/** With fewer bytes than this nothing new can be decided. */
let needed: usize = 0
/** Bytes whose checksum was computed and failed; and the address up to which ranges are therefore used. */
let wasted: f64 = 0
let rangesTo: usize = 0
/** The packet at the window's start, if its checksum is known to be wrong. */
let wrong: usize = 0
/**
 * The kind of the bytes between the last valid packet and the window's start; `gapFrom` is the first address
 * not reported yet. After what begins like a packet, all following bytes may be remains of it.
 */
let gap: u32 = NOISE
let gapFrom: usize = 0
/** The address of a byte that text has not, or the window's end; all between what was searched and it are text. */
let control: usize = 0
/** Offset of the gap's first byte. */
let gapStart: f64 = 0

export function beginV2(seek: bool): void {
  seeking = seek
  packets = 0
  needed = 0
  wasted = 0
  gap = NOISE
  gapStart = 0
}

/** Decodes the bytes in the window; `last` if the stream ends there. */
export function decodeV2(last: bool): void {
  if (!last && window.end - window.start < needed) return
  needed = 0
  gapFrom = window.start
  control = 0
  placeRanges()
  setRangesTo()
  deliverTogether()
  const end = window.end
  let at = window.start
  while (at < end) {
    if (at < rangesTo) at = passFalseHeads(at, gap === NOISE ? min(rangesTo, textTo(at, end)) : rangesTo)
    while (at + 64 <= end && !Head.isSignatureIn64(at)) at += 64
    const from = at
    at += 16
    for (let heads = headsIn(from, end); heads !== 0; heads &= heads - 1) {
      const packet = from + ctz(heads)
      if (packet >= end) break
      const there = <u32>(end - packet)
      const length = there < MIN_LENGTH ? shortLength(packet, there) : Head.lengthOf(packet)
      if (length > there && !last) return waitFor(length, packet)
      if (length >= MIN_LENGTH && length <= there && checksumHolds(packet, length)) {
        window.setStart(packet)
        if (seeking) {
          packets++
          return
        }
        deliver(length)
        at = window.start
        break
      }
      if (length === 0 || gap !== NOISE) continue
      if (there < MOST_TEXT && !last) return waitFor(MOST_TEXT, packet)
      if (!isText(packet, end)) suspect(packet, length > there ? TRUNCATED : DAMAGED)
    }
  }
  window.setStart(end)
  flushGap()
}

/** Decodes what is before `packet`, and the rest only once there are as many bytes of it. */
function waitFor(bytes: u32, packet: usize): void {
  needed = bytes
  window.setStart(packet)
  flushGap()
}

/** A bit for each of sixteen bytes: whether a packet may begin there. */
function headsIn(from: usize, end: usize): u32 {
  return from + 17 <= end ? Head.mayBegin(from) : <u32>i8x16.bitmask(Head.signatures(from))
}

function deliver(length: u32): void {
  endGap()
  take(length)
  beginGap()
}

/** Delivers the packets at the window's start, as far as one follows the other, if their checksums are right. */
function deliverTogether(): void {
  const soundTo = checkTogether()
  if (window.start === soundTo) return
  endGap()
  while (window.start < soundTo) take(Head.lengthOf(window.start))
  beginGap()
}

/** Reports what is before the packet at the window's start. */
function endGap(): void {
  // the packet that seemed cut off by the stream's end was damaged, since valid ones follow it
  if (gap === TRUNCATED) gap = DAMAGED
  flushGap()
  gap = NOISE
}

function beginGap(): void {
  gapFrom = window.start
  gapStart = window.offsetOf(window.start)
}

function take(length: u32): void {
  packets++
  const fault = readFields(window.start, length)
  if (fault === NO_FAULT) takePacket()
  else {
    // a test without a name does not count, but its time does
    if (fault === EMPTY_ID) takeTime(time)
    damage(UNREADABLE, window.start, length, window.offsetOf(window.start), fault)
  }
  window.setStart(window.start + length)
}

/**
 * Checks the packets at the window's start together, by one CRC-32 of all their bytes: what it must be follows from
 * their own ones. Packet by packet it would be a seventh of all instructions. Returns the end of those that are right.
 * That several wrong ones pass by chance is as unlikely as that one does, and who makes them so on purpose can make
 * right ones.
 */
function checkTogether(): usize {
  const start = window.start
  const end = window.end
  wrong = 0
  if (seeking || rangesTo > start || end - start < TOGETHER_FROM) return start
  buildPowers()
  let register: u32 = ~0
  let at = start
  while (end - at > MIN_LENGTH && load<u8>(at) === SIGNATURE) {
    const length = Head.lengthOf(at)
    if (length < MIN_LENGTH || length > <u32>(end - at)) break
    // what only looks like a packet is not worth more
    if (at === start && crc32(at, length - CRC_BYTES) !== Head.checksum(at, length)) {
      wrong = start
      return start
    }
    register = registerAfter(register, at, length - CRC_BYTES)
    at += length
  }
  const isSound = at - start >= TOGETHER_FROM && crc32(start, <u32>(at - start)) === ~register
  return isSound ? at : start
}

function checksumHolds(packet: usize, length: u32): bool {
  if (packet < rangesTo) return crc32OfRange(packet, length - CRC_BYTES) === Head.checksum(packet, length)
  if (packet !== wrong && crc32(packet, length - CRC_BYTES) === Head.checksum(packet, length)) return true
  wasted += <f64>length
  setRangesTo()
  return false
}

function setRangesTo(): void {
  const spent = (wasted - MAY_WASTE) * SHARE - window.offsetOf(window.start)
  const there = window.end - window.start
  rangesTo = window.start + (spent <= 0 ? 0 : spent < <f64>there ? <usize>spent : there)
}

/** Begins a gap of `kind` at a signature in noise that begins no valid packet. */
function suspect(packet: usize, kind: u32): void {
  window.setStart(packet)
  flushGap()
  gap = kind
}

function flushGap(): void {
  const from = gapFrom
  gapFrom = window.start
  const length = <u32>(window.start - from)
  if (length === 0 || seeking) return
  if (gap === NOISE) noise(from, length, window.offsetOf(from))
  else damage(gap, from, length, window.offsetOf(from), 0)
}

/**
 * Whether what begins like a packet is text, which has the signature in a character: of UTF-8, or of a code page, `│ ` in
 * Windows' and `і ` in Ukraine's. Nearly all packets have a control byte: in flags, lengths, times and checksum.
 */
function isText(packet: usize, end: usize): bool {
  if (insideCharacter(packet, window.offsetOf(packet) - gapStart)) return true
  const most = min(end, packet + MOST_TEXT)
  for (let at = packet + 1; at < most; at++) {
    const byte = load<u8>(at)
    if (!isOfText(byte)) return false
    if (byte === SIGNATURE && at + 1 < end && load<u8>(at + 1) >> 4 === VERSION) return true
  }
  // what the stream's end cuts off is less likely a line than a packet
  return most === packet + MOST_TEXT || load<u8>(end - 1) === LF
}

function isOfText(byte: u8): bool {
  return byte >= 32 || byte === TAB || byte === LF || byte === CR || byte === ESCAPE
}

/** The address up to which all from `at` on that begins like a packet is text, if it is none: it may be before `at`. */
function textTo(at: usize, end: usize): usize {
  if (at > control) for (control = at; control < end && isOfText(load<u8>(control)); ) control++
  return control - MOST_TEXT
}

/**
 * Whether the signature's byte belongs to a character of UTF-8 text; `before` is the number of bytes of the
 * gap before it. "ó " (c3 b3 20) begins like a packet in every other word of Spanish output.
 */
function insideCharacter(at: usize, before: f64): bool {
  const most: usize = before < 3 ? <usize>before : 3
  for (let back: usize = 1; back <= most; back++) {
    const byte = load<u8>(at - back)
    if (byte >= 0xc0) return byte >= (back === 1 ? 0xc2 : back === 2 ? 0xe0 : 0xf0) && byte <= 0xf4
    if (byte < 0x80) return false
  }
  return false
}
