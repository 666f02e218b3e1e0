/** Totals of a run for its summary. */

import { STATUSES } from '../model/status'
import { NO_TIME } from '../subunit/packet'
import { isTimed, REPEATED, Row, rowAt } from './rows'
import { isUnended } from './stats-lists'

const SLOWEST: i32 = 10

/** Number of tests per status. */
export const counts = memory.data(STATUSES * 4)
/** The numbers of the longest tests that ended, longest first, and how many there are. */
export const slowest = memory.data(SLOWEST * 4)
export let slowestCount: i32 = 0
/** Number, from 1, of each among the tests of its name; once `placeSlowest` has run. */
export const slowestPlaces = memory.data(SLOWEST * 4)
const slowestMicros = memory.data(SLOWEST * 8, 8)
/** Earliest start and latest end in microseconds since the epoch; NO_TIME if no test has times. */
export let firstStart: i64 = NO_TIME
export let lastEnd: i64 = NO_TIME
/** Microseconds, the sum over all tests that have both times. */
export let totalDuration: i64 = 0

export function forgetTotals(): void {
  memory.fill(counts, 0, STATUSES * 4)
  slowestCount = 0
  firstStart = NO_TIME
  lastEnd = NO_TIME
  totalDuration = 0
}

export function addTotals(row: Row, n: u32): void {
  const count = counts + ((<usize>row.status) << 2)
  store<u32>(count, load<u32>(count) + 1)
  const start = row.start
  const end = row.end
  if (start !== NO_TIME && (firstStart === NO_TIME || start < firstStart)) firstStart = start
  // NO_TIME is before all times
  if (end > lastEnd) lastEnd = end
  if (!isTimed(row)) return
  totalDuration += end - start
  // of a test that never ended, the time is only the least that it took
  if (isUnended(row.status)) return
  const micros = <f64>(end - start)
  if (slowestCount < SLOWEST || micros > load<f64>(slowestMicros + ((SLOWEST - 1) << 3))) enter(n, micros)
}

/** Counts, for each of the longest tests, which of the tests of its name it is. */
export function placeSlowest(): void {
  for (let i = 0; i < slowestCount; i++) {
    const n = load<u32>(slowest + ((<usize>i) << 2))
    store<u32>(slowestPlaces + ((<usize>i) << 2), placeOf(n))
  }
}

function placeOf(n: u32): u32 {
  const row = rowAt(n)
  let place: u32 = 1
  if (row.flags & REPEATED) for (let i: u32 = 0; i < n; i++) place += <u32>isOneName(row, rowAt(i))
  return place
}

function isOneName(a: Row, b: Row): bool {
  return a.nameLength === b.nameLength && memory.compare(a.name, b.name, a.nameLength) === 0
}

function enter(n: u32, micros: f64): void {
  let place = slowestCount < SLOWEST ? slowestCount++ : SLOWEST - 1
  for (; place > 0 && load<f64>(slowestMicros + ((<usize>(place - 1)) << 3)) < micros; place--) {
    store<f64>(slowestMicros + ((<usize>place) << 3), load<f64>(slowestMicros + ((<usize>(place - 1)) << 3)))
    store<u32>(slowest + ((<usize>place) << 2), load<u32>(slowest + ((<usize>(place - 1)) << 2)))
  }
  store<f64>(slowestMicros + ((<usize>place) << 3), micros)
  store<u32>(slowest + ((<usize>place) << 2), n)
}
