/**
 * subunit version 1: lines of text, of which some are directives (`test: x`, `success: x`) and all others
 * output of the tests. stestr and testrepository store runs in this format. Source: the protocol's
 * description in subunit's README, and its Python library, whose interpretation is followed here.
 */

import { find, same } from '../memory/bytes'
import { equals, startsWith, Text } from '../memory/text'
import { decoded, decodedLength, spaceAt } from '../memory/utf8'
import { damage, loseTest, noise, takePacket } from '../model/run'
import { TRUNCATED } from '../model/warnings'
import * as packet from './packet'
import { attachText, beginParts, beginText, forgetDetails, readDetails } from './v1-details'
import {
  endsInBracket,
  isOutput,
  isProgress,
  OUTPUT_MARK,
  outcomeOf,
  withoutLineEnd,
  wordLength,
} from './v1-line'
import { awaitsReason, endSuite, failInSuite, failsSuite, LONGEST, takeOutput } from './v1-suites'
import { TagLog } from './v1-tags'
import { parseTime } from './v1-time'
import * as window from './window'

/** A longer line is no directive; it is passed on as output, in pieces. */
const MAX_LINE: u32 = 16 << 20
const LF: u8 = 10
const COLON: u8 = 58
const DASH: u8 = 45

/** A reason of damage; the host has the wording. */
const ENDS_IN_DETAILS: u32 = 62

/** Whether a test ended, or a `test:` line began one; with the colon, since "test this" is English. */
let sawTest = false
let directives: u32 = 0
let otherLines: u32 = 0
/** Bytes from the window's start that contain no line end. */
let searched: u32 = 0
let inLongLine = false
let now: i64 = packet.NO_TIME
const streamTags = changetype<TagLog>(memory.data(offsetof<TagLog>()))
/** The open test's own tags, once a line has changed them. */
const testTags = changetype<TagLog>(memory.data(offsetof<TagLog>()))
let hasTestTags = false
/** The open test, and its outcome while that outcome's details are read. */
const openTest = changetype<Text>(memory.data(offsetof<Text>()))
let isOpen = false
let inDetails = false
let outcome: u32 = packet.NO_STATUS

export function beginV1(): void {
  sawTest = false
  directives = 0
  otherLines = 0
  searched = 0
  inLongLine = false
  now = packet.NO_TIME
  streamTags.forget()
  testTags.forget()
  hasTestTags = false
  openTest.forget()
  isOpen = false
  inDetails = false
  forgetDetails()
}

/** Whether the bytes so far are a version 1 stream: they contain a test, or only directives. */
export function isV1(): bool {
  return sawTest || (directives > 0 && otherLines === 0)
}

/** Decodes the bytes in the window; `last` if the stream ends there. */
export function decodeV1(last: bool): void {
  while (window.start < window.end) {
    if (inDetails) {
      const used = readDetails(window.start, window.end, last)
      if (used === 0 && inDetails) return
      window.setStart(window.start + used)
    } else if (!readLine(last)) {
      return
    }
  }
  if (last) finish()
}

function finish(): void {
  if (inDetails) damage(TRUNCATED, window.end, 0, window.offsetOf(window.end), ENDS_IN_DETAILS)
  if (isOpen) send(packet.NO_STATUS, tags())
}

/** Reads a line; false if it is incomplete. */
function readLine(last: bool): bool {
  const start = window.start
  const feed = find(LF, start + searched, window.end)
  const isWhole = feed !== window.end
  const lineEnd = isWhole ? feed + 1 : feed
  const length = <u32>(lineEnd - start)
  if (!isWhole && !last && length < leastOf(start, length)) {
    searched = length
    return false
  }
  searched = 0
  const begins = !inLongLine
  const mayBeDirective = begins && (isWhole || last)
  inLongLine = !isWhole && !last
  if (!mayBeDirective || !readDirective(start, lineEnd)) {
    otherLines++
    noise(start, length, window.offsetOf(start))
    if (begins) takeOutput(start, lineEnd, window.offsetOf(start))
  }
  window.setStart(lineEnd)
  return true
}

/** Bytes of an incomplete line that must be there to read it. */
function leastOf(start: usize, length: u32): u32 {
  if (inLongLine) return OUTPUT_MARK
  if (!isOutput(start, length)) return MAX_LINE
  return awaitsReason || failsSuite(start, length) ? LONGEST : OUTPUT_MARK
}

/** Executes the line as a directive; false if it is output. */
function readDirective(start: usize, end: usize): bool {
  const word = wordLength(start, end)
  if (word === 0) return false
  const rest = start + word + 1
  const known = obey(start, word, rest, <u32>(withoutLineEnd(rest, end) - rest))
  if (known) {
    directives++
    if (awaitsReason) endSuite()
  }
  return known
}

function obey(word: usize, wordLength: u32, rest: usize, length: u32): bool {
  let command = wordLength
  while (command > 0 && load<u8>(word + command - 1) === COLON) command--
  const status = outcomeOf(word, command)
  if (status !== packet.NO_STATUS) return endTest(status, rest, length)
  if (equals(word, command, 'test') || equals(word, command, 'testing')) {
    return startTest(rest, length, command < wordLength)
  }
  if (equals(word, command, 'time')) return setTime(rest, length)
  if (equals(word, command, 'tags')) return changeTags(rest, length)
  return equals(word, command, 'progress') && isProgress(rest, rest + length)
}

function startTest(rest: usize, length: u32, colon: bool): bool {
  if (isOpen) {
    send(packet.NO_STATUS, tags())
    loseTest()
  }
  if (colon) sawTest = true
  const id = decoded(rest, length)
  openTest.set(id, decodedLength)
  isOpen = true
  hasTestTags = false
  send(packet.INPROGRESS, 0)
  return true
}

function endTest(status: u32, rest: usize, length: u32): bool {
  if (!isOpen) return false
  const text = decoded(rest, length)
  const textLength = decodedLength
  if (textLength < openTest.length || !same(text, openTest.bytes, openTest.length)) return false
  const bracket = text + openTest.length
  const bracketLength = textLength - openTest.length
  if (bracketLength === 0) {
    finishTest(status)
  } else if (equals(bracket, bracketLength, ' [')) {
    beginText(status)
    beginDetails(status)
  } else if (equals(bracket, bracketLength, ' [ multipart')) {
    beginParts()
    beginDetails(status)
  } else if (startsWith(bracket, bracketLength, ' [ ') && endsInBracket(bracket, bracketLength)) {
    beginText(status)
    attachText(bracket + 3, bracketLength > 5 ? bracketLength - 5 : 0)
    finishTest(status)
  } else {
    return false
  }
  return true
}

function beginDetails(status: u32): void {
  outcome = status
  inDetails = true
}

/** Takes the closing bracket of details. */
export function endDetails(): void {
  finishTest(outcome)
}

/** Whether the line is one that writers put before a test: if it is met in details, their end is missing. */
export function opensTest(line: usize, lineEnd: usize): bool {
  const length = <u32>(withoutLineEnd(line, lineEnd) - line)
  if (startsWith(line, length, 'time: ')) return parseTime(line + 6, length - 6) !== packet.NO_TIME
  return startsWith(line, length, 'test: ') || startsWith(line, length, 'testing: ')
}

/** Takes the details as they are; their test stays open. */
export function leaveDetails(): void {
  inDetails = false
}

function finishTest(status: u32): void {
  sawTest = true
  if (status === packet.FAIL || status === packet.UXSUCCESS) failInSuite()
  send(status, tags())
  isOpen = false
  inDetails = false
}

function setTime(rest: usize, length: u32): bool {
  const time = parseTime(rest, length)
  if (time === packet.NO_TIME) return false
  now = time
  return true
}

function changeTags(rest: usize, length: u32): bool {
  if (isOpen && !hasTestTags) {
    testTags.copy(streamTags)
    hasTestTags = true
  }
  const log = isOpen ? testTags : streamTags
  const text = decoded(rest, length)
  const end = text + decodedLength
  // a line's removals apply after its additions
  changeWords(log, text, end, false)
  changeWords(log, text, end, true)
  return true
}

function changeWords(log: TagLog, text: usize, end: usize, takenOff: bool): void {
  for (let at = text; at < end; ) {
    const space = spaceAt(at, end)
    if (space > 0) {
      at += space
      continue
    }
    const word = at
    while (at < end && spaceAt(at, end) === 0) at++
    if ((load<u8>(word) === DASH) !== takenOff) continue
    const from = takenOff ? word + 1 : word
    log.change(from, <u32>(at - from), takenOff)
  }
}

/** Takes a piece of an attachment of the open test. */
export function attachPiece(name: Text, mimeType: Text, bytes: usize, length: u32): void {
  packet.setFileName(name.bytes, name.length)
  packet.setMimeType(mimeType.bytes, mimeType.length)
  packet.setFile(bytes, length)
  send(packet.NO_STATUS, 0)
  packet.setFileName(0, 0)
  packet.setMimeType(0, 0)
  packet.setFile(0, 0)
}

function tags(): usize {
  return hasTestTags ? testTags.tags() : streamTags.tags()
}

function send(status: u32, someTags: usize): void {
  packet.setEvent(status, now, someTags)
  packet.setId(openTest.bytes, openTest.length)
  packet.setRoute(0, 0)
  takePacket()
}
