/** Writes the fields of a test that raw, details and tree have. */

import { keep } from '../memory/arena'
import { CLOSE_BRACKET, COMMA, OPEN_BRACKET, QUOTE } from '../memory/ascii'
import { copyShort } from '../memory/bytes'
import { Entry } from '../memory/table'
import { NO_TIME } from '../subunit/packet'
import { TagSet } from '../subunit/tags'
import { putString } from './json'
import { Out } from './out'
import { isTimed, Row } from './rows'
import { putSeconds, putTimestamp } from './time'

/** Upper bound of the bytes of any of these fields. */
export const LONGEST_FIELDS: u32 = 256

/** The field's text for each status code. */
function statusText(status: u32): string {
  switch (status) {
    case 0:
      return '"status":"success","timestamps":['
    case 1:
      return '"status":"fail","timestamps":['
    case 2:
      return '"status":"skip","timestamps":['
    case 3:
      return '"status":"xfail","timestamps":['
    case 4:
      return '"status":"uxsuccess","timestamps":['
    case 5:
      return '"status":"inprogress","timestamps":['
    default:
      return '"status":"unknown","timestamps":['
  }
}

/** Writes status and timestamps at an address, and returns the end; a time may be NO_TIME. */
export function putStatusFields(to: usize, status: u32, start: i64, end: i64): usize {
  let at = putTime(Out.ascii(to, statusText(status)), start)
  store<u8>(at, COMMA)
  at = putTime(at + 1, end)
  store<u8>(at, CLOSE_BRACKET)
  return at + 1
}

function putTime(to: usize, micros: i64): usize {
  if (micros === NO_TIME) return Out.ascii(to, 'null')
  store<u8>(to, QUOTE)
  const end = putTimestamp(to + 1, micros)
  store<u8>(end, QUOTE)
  return end + 1
}

/** Writes the fields after the timestamps in raw and tree. */
export function putRest(out: Out, row: Row): void {
  putTags(out, changetype<TagSet>(row.tags))
  out.reserve(LONGEST_FIELDS)
  let at = Out.ascii(out.at, ',"duration":')
  at = isTimed(row) ? putSeconds(at, row.end - row.start) : Out.ascii(at, 'null')
  out.at = Out.ascii(at, ',"details":{}')
}

/** Up to this length, the field of a set of tags is kept and reused. */
const LONGEST_JSON: u32 = 1 << 10
const SLACK: u32 = 16

const FIELD = ',"tags":'

/** Writes the field for a set of tags. */
function putTags(out: Out, tags: TagSet): void {
  if (tags.json !== 0) {
    out.reserve(tags.jsonLength + SLACK)
    copyShort(out.at, tags.json, tags.jsonLength)
    out.at += tags.jsonLength
    return
  }
  const before = out.position
  out.text(FIELD)
  putTagList(out, tags)
  const length = out.position - before
  if (length > <f64>LONGEST_JSON || length > <f64>(out.at - out.buffer)) return
  tags.jsonLength = <u32>length
  tags.json = keep(out.at - tags.jsonLength, tags.jsonLength)
}

/** Writes a set of tags as an array. */
export function putTagList(out: Out, tags: TagSet): void {
  if (tags.json !== 0) {
    out.bytes(tags.json + FIELD.length, tags.jsonLength - FIELD.length)
    return
  }
  out.byte(OPEN_BRACKET)
  for (let i: u32 = 0; i < tags.length; i += 4) {
    if (i > 0) out.byte(COMMA)
    const tag = changetype<Entry>(load<u32>(tags.key + i))
    putString(out, tag.key, tag.length)
  }
  out.byte(CLOSE_BRACKET)
}
