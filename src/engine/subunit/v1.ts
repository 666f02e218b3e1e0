/**
 * subunit version 1: lines of text, of which some are directives (`test: x`, `success: x`) and all others
 * output of the tests. stestr and testrepository store runs in this format. Source: the protocol's
 * description in subunit's README, and its Python library, whose interpretation is followed here.
 */

import { COLON, DASH, LF } from '../memory/ascii'
import { find, same } from '../memory/bytes'
import { equals, startsWith } from '../memory/text'
import { decoded, decodedLength, spaceAt } from '../memory/utf8'
import { damage, loseTest, noise } from '../model/run'
import { TRUNCATED } from '../model/warnings'
import { NO_STATUS, NO_TIME } from './packet'
import { hideSecrets } from './secrets'
import { attachText, beginParts, beginText, forgetDetails, readDetails } from './v1-details'
import {
  endsInBracket,
  isOutput,
  isProgress,
  OUTPUT_MARK,
  statusOf,
  withoutLineEnd,
  wordLength,
} from './v1-line'
import { awaitsReason, endSuite, failsSuite, LONGEST, takeOutput } from './v1-suites'
import { TagLog } from './v1-tags'
import * as test from './v1-test'
import { parseTime } from './v1-time'
import * as window from './window'

/** A longer line is no directive; it is passed on as output, in pieces. */
const MAX_LINE: u32 = 16 << 20

/** A reason of damage; the host has the wording. */
const ENDS_IN_DETAILS: u32 = 62

let directives: u32 = 0
let otherLines: u32 = 0
/** Bytes from the window's start that contain no line end. */
let searched: u32 = 0
let inLongLine = false

/** `seek`: tests are only searched for, and nothing of them is kept, however many there are. */
export function beginV1(seek: bool): void {
  directives = 0
  otherLines = 0
  searched = 0
  inLongLine = false
  test.forget(seek)
  forgetDetails()
}

/** Whether the bytes so far are a version 1 stream: they contain a test, or only directives. */
export function isV1(): bool {
  return test.wasSeen || (directives > 0 && otherLines === 0)
}

/** Whether the bytes so far are directives alone, of a stream with times in which a test has begun and not ended. */
export function isInTimedTest(): bool {
  return test.isOpen && otherLines === 0 && test.hasTime()
}

/** Decodes the bytes in the window; `last` if the stream ends there. */
export function decodeV1(last: bool): void {
  while (window.start < window.end) {
    if (test.inDetails) {
      const used = readDetails(window.start, window.end, last)
      if (used === 0 && test.inDetails) return
      window.setStart(window.start + used)
    } else if (!readLine(last)) {
      return
    }
  }
  if (last) finish()
}

function finish(): void {
  if (test.inDetails) damage(TRUNCATED, window.end, 0, window.offsetOf(window.end), ENDS_IN_DETAILS)
  if (test.isOpen) test.leave()
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
    if (!test.seeking) keepOutput(start, lineEnd, begins)
  }
  window.setStart(lineEnd)
  return true
}

function keepOutput(start: usize, end: usize, begins: bool): void {
  const offset = window.offsetOf(start)
  noise(start, <u32>(end - start), offset)
  if (begins) takeOutput(start, end, offset)
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
  const status = statusOf(word, command)
  if (status !== NO_STATUS) return endTest(status, rest, length)
  if (equals(word, command, 'test') || equals(word, command, 'testing')) {
    return startTest(rest, length, command < wordLength)
  }
  if (equals(word, command, 'time')) return setTime(rest, length)
  if (equals(word, command, 'tags')) return changeTags(rest, length)
  return equals(word, command, 'progress') && isProgress(rest, rest + length)
}

function startTest(rest: usize, length: u32, colon: bool): bool {
  if (test.isOpen) {
    test.leave()
    loseTest()
  }
  hideSecrets(rest, length)
  const id = decoded(rest, length)
  test.open(id, decodedLength, colon)
  return true
}

function endTest(status: u32, rest: usize, length: u32): bool {
  if (!test.isOpen) return false
  hideSecrets(rest, length)
  const text = decoded(rest, length)
  const textLength = decodedLength
  if (textLength < test.id.length || !same(text, test.id.bytes, test.id.length)) return false
  const bracket = text + test.id.length
  const bracketLength = textLength - test.id.length
  if (bracketLength === 0) {
    test.end(status)
  } else if (equals(bracket, bracketLength, ' [')) {
    beginText(status)
    test.beginDetails(status)
  } else if (equals(bracket, bracketLength, ' [ multipart')) {
    beginParts()
    test.beginDetails(status)
  } else if (startsWith(bracket, bracketLength, ' [ ') && endsInBracket(bracket, bracketLength)) {
    beginText(status)
    attachText(bracket + 3, bracketLength > 5 ? bracketLength - 5 : 0)
    test.end(status)
  } else {
    return false
  }
  return true
}

function setTime(rest: usize, length: u32): bool {
  const time = parseTime(rest, length)
  if (time === NO_TIME) return false
  test.setTime(time)
  return true
}

function changeTags(rest: usize, length: u32): bool {
  if (test.seeking) return true
  const log = test.changingTags()
  hideSecrets(rest, length)
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
