/**
 * The reasons in the statistics: for a skip its whole reason, for a failure the traceback's last line, or the
 * last two if the last contains `Details`; long lines are cut.
 */

import { reasonText } from '../host'
import { CR, LF, SPACE } from '../memory/ascii'
import { carve } from '../memory/blocks'
import { contains } from '../memory/text'
import { captured, capturedLength, capturedRendering, hasCaptured } from './capture'
import { Out } from './out'
import { beginText, endText, LATIN1, putBytes, UTF8 } from './render'

/** Bytes of a text that are written; details has all of it. */
export const LONGEST_REASON: usize = 4096
/** Upper bound of the host's output for two texts of maximum length. */
const HOST_ROOM: usize = 32 << 10
/** U+2026, three bytes of UTF-8. */
const ELLIPSIS: u32 = 0x00a680e2

/** Bytes from this on are not ASCII: the text must be decoded first. */
const NO_ASCII: u8 = 128

/** Number of texts: none if the stream gives no reason, at most two lines. */
export let reasonCount: u32 = 0
let first: usize = 0
let firstEnd: usize = 0
let second: usize = 0
let secondEnd: usize = 0
let rendering: u32 = UTF8
let hostRoom: usize = 0

export function forgetReasons(): void {
  hostRoom = 0
}

/** Sets the texts from what was captured of the test. */
export function takeReasons(isSkip: bool): void {
  reasonCount = 0
  if (!hasCaptured) return
  const end = captured + capturedLength
  rendering = capturedRendering
  const isBytes = (rendering & 0xff) === UTF8 || (rendering & 0xff) === LATIN1
  if (!isBytes) askHost(isSkip)
  else if (isSkip) setOne(captured, end)
  else if (!setLastLines(captured, end)) askHost(false)
}

export function putReason(out: Out, n: u32): void {
  let start = n === 0 ? first : second
  const end = n === 0 ? firstEnd : secondEnd
  let cut = end
  if (end - start > LONGEST_REASON) {
    cut = start + LONGEST_REASON
    if ((rendering & 0xff) === UTF8)
      while (cut > start + LONGEST_REASON - 3 && load<u8>(cut) >> 6 === 2) cut--
  }
  beginText(out, rendering)
  putBytes(out, start, <u32>(cut - start))
  endText(out)
  if (cut === end) return
  out.reserve(4)
  store<u32>(out.at, ELLIPSIS)
  out.at += 3
}

function setOne(start: usize, end: usize): void {
  reasonCount = 1
  first = start
  firstEnd = end
}

function setTwo(start: usize, end: usize, nextStart: usize, nextEnd: usize): void {
  setOne(start, end)
  reasonCount = 2
  second = nextStart
  secondEnd = nextEnd
}

/** Asks the host, which makes data: URIs, and knows the white space of Unicode. */
function askHost(isSkip: bool): void {
  if (hostRoom === 0) hostRoom = carve(HOST_ROOM)
  const length = reasonText(isSkip, rendering, captured, capturedLength, hostRoom)
  const end = hostRoom + length
  rendering = UTF8
  if (isSkip) return setOne(hostRoom, end)
  if (length === 0) return
  const line = lineBefore(hostRoom, end)
  if (line === hostRoom) setOne(hostRoom, end)
  else setTwo(hostRoom, line - 1, line, end)
}

/** Sets the last lines; false if white space beyond ASCII may be at either end. */
function setLastLines(text: usize, textEnd: usize): bool {
  let end = textEnd
  while (end > text && isSpace(load<u8>(end - 1))) end--
  let start = text
  while (start < end && isSpace(load<u8>(start))) start++
  if (start === end) return true
  if (load<u8>(end - 1) >= NO_ASCII || load<u8>(start) >= NO_ASCII) return false
  const last = lineBefore(start, end)
  if (last === start || !contains(last, end, 'Details')) setOne(last, end)
  else setTwo(lineBefore(start, breakBefore(last)), breakBefore(last), last, end)
  return true
}

/** The start of the line that ends at `end`. */
function lineBefore(text: usize, end: usize): usize {
  let at = end
  while (at > text && load<u8>(at - 1) !== LF && load<u8>(at - 1) !== CR) at--
  return at
}

/** The end of the previous line; `line` must not be the first. */
function breakBefore(line: usize): usize {
  return load<u8>(line - 1) === LF && load<u8>(line - 2) === CR ? line - 2 : line - 1
}

/** Whether Python's `str.strip` removes this ASCII byte. */
function isSpace(byte: u8): bool {
  return byte === SPACE || (byte >= 9 && byte <= 13) || (byte >= 28 && byte <= 31)
}
