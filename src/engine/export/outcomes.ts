/**
 * Statistics: a list of the tests that failed, and one of those that were skipped, as JSON. They are
 * written as they come, since there may be millions of them: once for the stats file, and once, indented,
 * for the entry of `config.json`.
 */

import { endCapture } from './capture'
import { putName } from './json'
import { Out } from './out'
import { forgetReasons, putReason, reasonCount, takeReasons } from './reasons'
import { Row } from './rows'
import { putSeconds } from './time'

const SUCCESS: u32 = 0
export const FAIL: u32 = 1
export const SKIP: u32 = 2
const XFAIL: u32 = 3
const UXSUCCESS: u32 = 4
const INPROGRESS: u32 = 5

/** Failures that people are told of, and the bytes of the list that these may take where they are several. */
const SHOWN: u32 = 1000
const SHOWN_BYTES: f64 = 1_048_576

/** The first of the lists by its number of a file: failures, the same indented, skips, the same indented. */
const FIRST_LIST: i32 = 7
const LISTS: i32 = 4
const lists = memory.data(LISTS * <i32>offsetof<Out>(), 8)
/** Entries of each list. */
const counts = memory.data(LISTS * 4)
/** Bytes at the start of the list of failures, which are whole entries. */
export let shownLength: u32 = 0

export function forgetOutcomes(): void {
  memory.fill(counts, 0, LISTS * 4)
  shownLength = 0
  forgetReasons()
}

/** Statuses that the statistics list. */
export function isListed(status: u32): bool {
  return status !== SUCCESS && status !== XFAIL
}

/** Of a test that began, or only had files, and of which nothing more came: `inprogress` and `unknown`. */
export function isUnended(status: u32): bool {
  return status >= INPROGRESS
}

/** Lists the test, whose attachment that says why was captured. */
export function putOutcome(row: Row): void {
  endCapture()
  const isSkip = row.status === SKIP
  if (isSkip || row.status === FAIL) takeReasons(isSkip)
  const list = isSkip ? 2 : 0
  putEntry(list, row, false)
  putEntry(list + 1, row, true)
  if (isSkip || load<u32>(counts) > SHOWN) return
  // the first one, however long its name is
  if (load<u32>(counts) === 1 || listAt(0).position <= SHOWN_BYTES) {
    shownLength = <u32>listAt(0).position
  }
}

/** Finishes the lists. */
export function closeOutcomes(): void {
  for (let list = 0; list < LISTS; list++)
    if (load<u32>(counts + ((<usize>list) << 2)) > 0) listAt(list).flush()
}

function listAt(list: i32): Out {
  return changetype<Out>(lists + <usize>list * offsetof<Out>())
}

function putEntry(list: i32, row: Row, indented: bool): void {
  const out = listAt(list)
  const count = counts + ((<usize>list) << 2)
  if (load<u32>(count) === 0) out.open(FIRST_LIST + list)
  else out.byte(44)
  store<u32>(count, load<u32>(count) + 1)
  out.text(indented ? '\n     {\n      "name": ' : '{"name":')
  putName(out, row)
  out.text(indented ? ',\n      "duration": ' : ',"duration":')
  putDuration(out, row)
  out.text(indented ? ',\n      "details": ' : ',"details":')
  if (row.status === SKIP) putSkip(out)
  else putFailure(out, row.status, indented)
  out.text(indented ? '\n     }' : '}')
}

function putDuration(out: Out, row: Row): void {
  if (isNaN(row.start) || isNaN(row.end)) return out.text('null')
  out.reserve(64)
  out.at = putSeconds(out.at, <i64>row.end - <i64>row.start)
}

function putSkip(out: Out): void {
  if (reasonCount === 0) return out.text('null')
  out.byte(34)
  putReason(out, 0)
  out.byte(34)
}

function putFailure(out: Out, status: u32, indented: bool): void {
  if (status === FAIL && reasonCount === 0) return out.text('null')
  out.text(indented ? '[\n       "' : '["')
  if (status !== FAIL) {
    out.text(
      status === UXSUCCESS ? 'Unexpected success' : status === INPROGRESS ? 'Did not finish' : 'No status',
    )
  } else {
    putReason(out, 0)
    if (reasonCount > 1) {
      out.text(indented ? '",\n       "' : '","')
      putReason(out, 1)
    }
  }
  out.text(indented ? '"\n      ]' : '"]')
}
