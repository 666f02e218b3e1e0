/**
 * Statistics: the lists of failed and of skipped tests, as JSON. Since there may be millions, entries are
 * written as they come.
 */

import { FAILURES } from '../host'
import { CLOSE_BRACE, COMMA, QUOTE } from '../memory/ascii'
import { FAIL, INPROGRESS, SKIP, SUCCESS, UXSUCCESS, XFAIL } from '../model/status'
import { endCapture } from './capture'
import { putName } from './json'
import { Out } from './out'
import { forgetReasons, putReason, reasonCount, takeReasons } from './reasons'
import { isTimed, Row } from './rows'
import { putSeconds } from './time'

/** Limits of the failures shown to users: their number and, beyond the first, the bytes of the list. */
const SHOWN: u32 = 1000
const SHOWN_BYTES: f64 = 1_048_576

/** The lists, numbered from FAILURES on: failures, skips. */
const LISTS: i32 = 2
const lists = memory.data(LISTS * <i32>offsetof<Out>(), 8)
/** Number of entries of each list. */
const counts = memory.data(LISTS * 4)
/** Bytes at the start of the list of failures that are shown; they are whole entries. */
export let shownLength: u32 = 0

export function forgetLists(): void {
  memory.fill(counts, 0, LISTS * 4)
  shownLength = 0
  forgetReasons()
}

/** Whether the statistics list tests of that status. */
export function isListed(status: u32): bool {
  return status !== SUCCESS && status !== XFAIL
}

/** Whether a test of that status never ended: `inprogress`, and `unknown`, which only had files. */
export function isUnended(status: u32): bool {
  return status >= INPROGRESS
}

/** Lists the test, after its attachment with the reason was captured. */
export function listTest(row: Row): void {
  endCapture()
  const isSkip = row.status === SKIP
  if (isSkip || row.status === FAIL) takeReasons(isSkip)
  putEntry(isSkip ? 1 : 0, row)
  if (isSkip || load<u32>(counts) > SHOWN) return
  // the first one, however long it is
  if (load<u32>(counts) === 1 || listAt(0).position <= SHOWN_BYTES) {
    shownLength = <u32>listAt(0).position
  }
}

export function closeLists(): void {
  for (let list = 0; list < LISTS; list++)
    if (load<u32>(counts + ((<usize>list) << 2)) > 0) listAt(list).flush()
}

function listAt(list: i32): Out {
  return changetype<Out>(lists + <usize>list * offsetof<Out>())
}

function putEntry(list: i32, row: Row): void {
  const out = listAt(list)
  const count = counts + ((<usize>list) << 2)
  if (load<u32>(count) === 0) out.open(FAILURES + list)
  else out.byte(COMMA)
  store<u32>(count, load<u32>(count) + 1)
  out.text('{"name":')
  putName(out, row)
  out.text(',"duration":')
  putDuration(out, row)
  out.text(',"details":')
  if (row.status === SKIP) putSkip(out)
  else putFailure(out, row.status)
  out.byte(CLOSE_BRACE)
}

function putDuration(out: Out, row: Row): void {
  if (!isTimed(row)) return out.text('null')
  out.reserve(64)
  out.at = putSeconds(out.at, row.end - row.start)
}

function putSkip(out: Out): void {
  if (reasonCount === 0) return out.text('null')
  out.byte(QUOTE)
  putReason(out, 0)
  out.byte(QUOTE)
}

function putFailure(out: Out, status: u32): void {
  if (status === FAIL && reasonCount === 0) return out.text('null')
  out.text('["')
  if (status !== FAIL) {
    out.text(
      status === UXSUCCESS ? 'Unexpected success' : status === INPROGRESS ? 'Did not finish' : 'No status',
    )
  } else {
    putReason(out, 0)
    if (reasonCount > 1) {
      out.text('","')
      putReason(out, 1)
    }
  }
  out.text('"]')
}
