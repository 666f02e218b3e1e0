/**
 * Reads the details in a version 1 status's bracket: either lines of text up to `]`, where ` ]` at a
 * line's start stands for `]`, or parts of the form
 *
 *     Content-Type: text/plain;charset=utf8
 *     name
 *     1F␍␊ …31 bytes… 0␍␊
 */

import { CLOSE_BRACKET, CR, LF, SLASH, SPACE } from '../memory/ascii'
import { find } from '../memory/bytes'
import { Text } from '../memory/text'
import { decoded, decodedLength } from '../memory/utf8'
import { damage } from '../model/run'
import { UNREADABLE } from '../model/warnings'
import { SKIP, SUCCESS, UXSUCCESS } from './packet'
import { hideSecrets } from './secrets'
import { opensTest } from './v1-line'
import * as test from './v1-test'
import * as window from './window'

/** A longer line is no header. */
const MAX_LINE: u32 = 1 << 20

/** Reasons of damage; the host has the wording. */
const NO_TYPE: u32 = 60
const NO_LENGTH: u32 = 61
/** A test begins inside of details. */
const NOT_CLOSED: u32 = 63

/** What comes next. */
const TEXT: u32 = 0
const TYPE: u32 = 1
const NAME: u32 = 2
const LENGTH: u32 = 3
const BODY: u32 = 4

const name = changetype<Text>(memory.data(offsetof<Text>()))
const mimeType = changetype<Text>(memory.data(offsetof<Text>()))
let state: u32 = TEXT
let atLineStart = true
/** Bytes of the chunk that are still to come. */
let left: u64 = 0
/** Whether the beginning of a line of MAX_LINE bytes or more has been read. */
let inLongLine = false

export function forgetDetails(): void {
  name.forget()
  mimeType.forget()
}

/** Begins the text beside a status, with the name and mime type that the Python library gives it. */
export function beginText(status: u32): void {
  state = TEXT
  atLineStart = true
  mimeType.setAscii('text/plain')
  if (status === SKIP) name.setAscii('reason')
  else if (status === SUCCESS || status === UXSUCCESS) name.setAscii('message')
  else {
    name.setAscii('traceback')
    mimeType.setAscii('text/x-traceback; charset="utf8"')
  }
}

export function beginParts(): void {
  state = TYPE
  inLongLine = false
}

/** Reads bytes from the start and returns how many; 0 if a line is incomplete. */
export function readDetails(bytes: usize, end: usize, last: bool): u32 {
  if (state === BODY) return readBody(bytes, end)
  const feed = find(LF, bytes, end)
  const length = <u32>(end - bytes)
  if (state === TEXT) return readText(bytes, feed, end, last)
  if (feed === end && !last && length < MAX_LINE) return 0
  const lineEnd = feed === end ? end : feed + 1
  const begins = !inLongLine
  inLongLine = feed === end && !last
  if (!begins || inLongLine) tellFault(bytes, lineEnd, state === LENGTH ? NO_LENGTH : NO_TYPE)
  else if (!readHeader(bytes, lineEnd)) {
    test.leaveDetails()
    return 0
  }
  return <u32>(lineEnd - bytes)
}

/** Takes a piece of the current attachment. */
export function attachText(bytes: usize, length: u32): void {
  test.attach(name, mimeType, bytes, length)
}

function readText(bytes: usize, feed: usize, end: usize, last: bool): u32 {
  const length = <u32>(end - bytes)
  if (atLineStart) {
    // two bytes are needed to recognise ` ]`, three for `]␍␊`
    if (feed === end && length < 3 && !last) return 0
    if (load<u8>(bytes) === CLOSE_BRACKET && isLineEnd(bytes + 1, feed, end, last)) {
      test.endDetails()
      return feed === end ? length : <u32>(feed + 1 - bytes)
    }
  }
  // takes all lines up to the next one that needs a check
  const used = feed === end ? end : plainLines(feed + 1, end)
  const quoted =
    atLineStart && length > 1 && load<u8>(bytes) === SPACE && load<u8>(bytes + 1) === CLOSE_BRACKET
  const from = bytes + (quoted ? 1 : 0)
  attachText(from, <u32>(used - from))
  atLineStart = load<u8>(used - 1) === LF
  return <u32>(used - bytes)
}

/** End of the lines from `from` on that neither close the bracket nor are quoted. */
function plainLines(from: usize, end: usize): usize {
  let at = from
  while (at + 2 < end && load<u8>(at) !== CLOSE_BRACKET && load<u8>(at) !== SPACE) {
    const feed = find(LF, at, end)
    if (feed === end) break
    at = feed + 1
  }
  return at
}

function isLineEnd(at: usize, feed: usize, end: usize, last: bool): bool {
  if (feed !== end) return at === feed || (at + 1 === feed && load<u8>(at) === CR)
  return last && (at === end || (at + 1 === end && load<u8>(at) === CR))
}

/** False if the line is none of the details' but begins a test: their end is missing. */
function readHeader(line: usize, lineEnd: usize): bool {
  let end = lineEnd
  if (end > line && load<u8>(end - 1) === LF) end--
  if (end > line && load<u8>(end - 1) === CR) end--
  if (state !== LENGTH) hideSecrets(line, <u32>(end - line))
  if (state === TYPE) return readType(line, lineEnd, <u32>(end - line))
  if (state === LENGTH) return readLength(line, lineEnd, <u32>(end - line))
  const text = decoded(line, <u32>(end - line))
  name.set(text, decodedLength)
  state = LENGTH
  return true
}

/** `Content-Type: text/plain`: anything, a space, and a type of two parts. */
function readType(line: usize, lineEnd: usize, length: u32): bool {
  if (length === 1 && load<u8>(line) === CLOSE_BRACKET) {
    test.endDetails()
    return true
  }
  const text = decoded(line, length)
  const end = text + decodedLength
  const type = find(SPACE, text, end) + 1
  const slash = type < end ? find(SLASH, type, end) : end
  if (slash === end || find(SLASH, slash + 1, end) !== end) return isFault(line, lineEnd, NO_TYPE)
  mimeType.set(type, <u32>(end - type))
  state = NAME
  return true
}

function readLength(line: usize, lineEnd: usize, length: u32): bool {
  let value: u64 = 0
  let sound = length >= 1 && length <= 12
  for (let i: u32 = 0; i < length && sound; i++) {
    const digit = hexDigit(load<u8>(line + i))
    if (digit < 0) sound = false
    value = (value << 4) | <u64>(digit & 15)
  }
  if (!sound) {
    state = TYPE
    const goesOn = isFault(line, lineEnd, NO_LENGTH)
    // the last chunk's end is missing, and no more than that
    if (length === 1 && load<u8>(line) === CLOSE_BRACKET) test.endDetails()
    return goesOn
  }
  left = value
  state = value === 0 ? TYPE : BODY
  return true
}

function hexDigit(byte: u8): i32 {
  if (byte >= 48 && byte <= 57) return byte - 48
  const lower = byte | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}

/** Counts the damage; false if the line begins a test, and so is to be read as that. */
function isFault(line: usize, lineEnd: usize, reason: u32): bool {
  if (!opensTest(line, lineEnd)) {
    tellFault(line, lineEnd, reason)
    return true
  }
  damage(UNREADABLE, line, 0, window.offsetOf(line), NOT_CLOSED)
  return false
}

function tellFault(line: usize, lineEnd: usize, reason: u32): void {
  damage(UNREADABLE, line, <u32>(lineEnd - line), window.offsetOf(line), reason)
}

function readBody(bytes: usize, end: usize): u32 {
  const length = <u32>min(left, <u64>(end - bytes))
  attachText(bytes, length)
  left -= length
  if (left === 0) state = LENGTH
  return length
}
