/**
 * Suites that report their own failure in output, as Samba's selftest does: `testsuite-error: x [`, the reason on the
 * next line. Also a suite of which tests failed ends with `testsuite-failure:`; that says nothing new.
 */

import { keep, room } from '../memory/arena'
import { CLOSE_BRACKET, OPEN_BRACKET } from '../memory/ascii'
import { startsWith } from '../memory/text'
import { SUITE_FAILED, warn } from '../model/warnings'
import { withoutLineEnd } from './v1-line'

/** Suites whose names are kept, and bytes of a name or a reason. */
const MOST: u32 = 100
export const LONGEST: u32 = 4096

/** Of a failed suite: its name, its reason, and the next such suite. */
@unmanaged
export class Suite {
  name: usize
  reason: usize
  next: usize
  nameLength: u32
  reasonLength: u32
}

let first: usize = 0
let last: usize = 0
let count: u32 = 0
/** Whether a test failed since the suite began. */
let hasFailure = false
/** Whether the next line is the last suite's reason. */
export let awaitsReason = false

export function forgetSuites(): void {
  first = 0
  last = 0
  count = 0
  hasFailure = false
  awaitsReason = false
}

export function firstSuite(): usize {
  return first
}

/** Takes that the next line is no reason. */
export function endSuite(): void {
  awaitsReason = false
}

/** Takes that a test failed. */
export function failInSuite(): void {
  hasFailure = true
}

/** Whether a line with this beginning reports a failed suite, possibly before any test of it. */
export function failsSuite(start: usize, length: u32): bool {
  return lengthBeforeName(start, length) > 0
}

function lengthBeforeName(start: usize, length: u32): u32 {
  if (startsWith(start, length, 'testsuite-failure:')) return 18
  return startsWith(start, length, 'testsuite-error:') ? 16 : 0
}

/** Takes a line of output, or as much as is kept of it. */
export function takeOutput(start: usize, end: usize, offset: f64): void {
  const length = <u32>(withoutLineEnd(start, end) - start)
  if (awaitsReason) {
    awaitsReason = false
    const suite = changetype<Suite>(last)
    // the end of the details, without any
    const isEnd = length === 1 && load<u8>(start) === CLOSE_BRACKET
    suite.reasonLength = isEnd ? 0 : min(length, LONGEST)
    suite.reason = keep(start, suite.reasonLength)
  }
  if (startsWith(start, length, 'testsuite: ')) hasFailure = false
  const before = lengthBeforeName(start, length)
  if (before === 0 || (hasFailure && before === 18)) return
  warn(SUITE_FAILED, offset, 0, 0)
  if (count++ < MOST) addSuite(start + before, length - before)
}

function addSuite(name: usize, length: u32): void {
  awaitsReason = length > 2 && load<u8>(name + length - 1) === OPEN_BRACKET
  const suite = changetype<Suite>(room(offsetof<Suite>()))
  suite.nameLength = min(awaitsReason ? length - 1 : length, LONGEST)
  suite.name = keep(name, suite.nameLength)
  suite.reason = 0
  suite.reasonLength = 0
  suite.next = 0
  if (last === 0) first = changetype<usize>(suite)
  else changetype<Suite>(last).next = changetype<usize>(suite)
  last = changetype<usize>(suite)
}
