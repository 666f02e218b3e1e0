/** Parses a line of version 1: its first word, and what the words after it may be. */

import { CR, DASH, LF, PLUS } from '../memory/ascii'
import { equals, startsWith } from '../memory/text'
import { isSpace } from '../memory/utf8'
import * as packet from './packet'
import { parseTime } from './v1-time'

/** The longest word of a directive is "successful:"; nobody writes more colons than fit here. */
export const MAX_WORD: u32 = 14
/** Bytes by which a line of output is classified: the length of "testsuite-failure:". */
export const OUTPUT_MARK: u32 = 18

/** Whether a line with this beginning is output, whatever follows: its first word is too long, or missing. */
export function isOutput(start: usize, length: u32): bool {
  if (length < MAX_WORD) return false
  for (let i: u32 = 0; i < MAX_WORD; i++) if (isSpace(load<u8>(start + i))) return i === 0
  return true
}

/** Length of the line's first word, if it is at the line's start and another word follows; otherwise 0. */
export function wordLength(start: usize, end: usize): u32 {
  const limit = min(end, start + MAX_WORD)
  let at = start
  while (at < limit && !isSpace(load<u8>(at))) at++
  if (at === start || at === limit) return 0
  for (let next = at; next < end; next++) if (!isSpace(load<u8>(next))) return <u32>(at - start)
  return 0
}

/** The end without the line feed, and without a carriage return before it or at the stream's end. */
export function withoutLineEnd(start: usize, end: usize): usize {
  const last = end > start && load<u8>(end - 1) === LF ? end - 1 : end
  return last > start && load<u8>(last - 1) === CR ? last - 1 : last
}

export function statusOf(word: usize, length: u32): u32 {
  switch (load<u8>(word)) {
    case 115: {
      if (equals(word, length, 'success') || equals(word, length, 'successful')) return packet.SUCCESS
      return equals(word, length, 'skip') ? packet.SKIP : packet.NO_STATUS
    }
    case 102:
      return equals(word, length, 'failure') ? packet.FAIL : packet.NO_STATUS
    case 101:
      return equals(word, length, 'error') ? packet.FAIL : packet.NO_STATUS
    case 120:
      return equals(word, length, 'xfail') ? packet.XFAIL : packet.NO_STATUS
    case 117:
      return equals(word, length, 'uxsuccess') ? packet.UXSUCCESS : packet.NO_STATUS
    default:
      return packet.NO_STATUS
  }
}

export function endsInBracket(bytes: usize, length: u32): bool {
  return equals(bytes + length - 2, 2, ' ]')
}

/** Whether the rest is `push`, `pop` or a number, with or without a sign. */
export function isProgress(rest: usize, restEnd: usize): bool {
  let at = rest
  let end = restEnd
  while (at < end && isLatin1Space(load<u8>(at))) at++
  while (end > at && isLatin1Space(load<u8>(end - 1))) end--
  const length = <u32>(end - at)
  if (equals(at, length, 'push') || equals(at, length, 'pop')) return true
  if (at < end && (load<u8>(at) === PLUS || load<u8>(at) === DASH)) at++
  if (at === end) return false
  for (; at < end; at++) if (load<u8>(at) < 48 || load<u8>(at) > 57) return false
  return true
}

function isLatin1Space(byte: u8): bool {
  return isSpace(byte) || byte === 0xa0
}

/** Whether the line is one that writers put before a test: if it is met in details, their end is missing. */
export function opensTest(line: usize, lineEnd: usize): bool {
  const length = <u32>(withoutLineEnd(line, lineEnd) - line)
  if (startsWith(line, length, 'time: ')) return parseTime(line + 6, length - 6) !== packet.NO_TIME
  return startsWith(line, length, 'test: ') || startsWith(line, length, 'testing: ')
}
