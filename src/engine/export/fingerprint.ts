/**
 * A fingerprint of a run: equal for equal tests, statuses and times, in any order. A stream and its copy in a
 * stestr repository must be equal, though the copy is lossy: a test that never ended has failed there when it
 * began, and reading its times loses a microsecond in 1 % of them.
 */

import { FAIL } from '../model/status'
import { NO_TIME } from '../subunit/packet'
import { idOf, Row } from './rows'
import { isUnended } from './stats-lists'

const SECOND: f64 = 1e6

/** Bytes of `fingerprint`. */
export const FINGERPRINT_SIZE: i32 = 16
/** Two 64-bit sums over all tests: two different runs never match by chance. */
export const fingerprint = memory.data(FINGERPRINT_SIZE, 8)

export function forgetFingerprint(): void {
  memory.fill(fingerprint, 0, FINGERPRINT_SIZE)
}

/**
 * Adds a test. `hash` is that of its id, by the secret that all engines of a process share. It is not enough: of
 * thousands of small runs without times, two would have the same one too often.
 */
export function addToFingerprint(row: Row, hash: u32): void {
  const unended = isUnended(row.status)
  let a = ((<u64>hash) << 32) | row.idLength
  let b: u64 = unended ? FAIL : row.status
  const id = idOf(row)
  let i: u32 = 0
  for (; i + 8 <= row.idLength; i += 8) b = mixB(b, load<u64>(id + i))
  const left = row.idLength & 7
  // the bytes after the last one may be read, whatever they are
  if (left !== 0) b = mixB(b, load<u64>(id + i) & (((<u64>1) << (left << 3)) - 1))
  const start = reinterpret<u64>(keptTime(row.start))
  const end = unended ? start : reinterpret<u64>(keptTime(row.end))
  a = mixA(mixA(a, start), end)
  b = mixB(mixB(b, start), end)
  // each bit of a summand depends on all of the input
  const both = a ^ b
  a = mixA(a, both)
  b = mixB(b, both)
  const all = a ^ b
  store<u64>(fingerprint, load<u64>(fingerprint) + mixA(a, all))
  store<u64>(fingerprint + 8, load<u64>(fingerprint + 8) + mixB(b, all))
}

/**
 * The time after any number of readings from version 1. What a reading loses (v1-time.ts) is subtracted until
 * nothing changes, seven times at most, so that it does not matter how often the time was read.
 */
function keptTime(micros: i64): f64 {
  if (micros === NO_TIME) return NaN
  const time = <f64>micros
  const second = floor(time / SECOND) * SECOND
  let fraction = time - second
  // the same calculation as there
  while (floor((fraction / SECOND) * SECOND) < fraction) fraction -= 1
  return second + fraction
}

// multiplication by odd constants carries bits upwards, the shifts bring high bits down

function mixA(a: u64, word: u64): u64 {
  const mixed = (a ^ word) * 0x9e3779b97f4a7c15
  return mixed ^ (mixed >> 32)
}

function mixB(b: u64, word: u64): u64 {
  const mixed = (rotl(b, 29) ^ word) * 0xc2b2ae3d27d4eb4f
  return mixed ^ (mixed >> 29)
}
