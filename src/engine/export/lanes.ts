/**
 * A run's tests lane by lane: a lane has the tests of one worker, by the tag `worker-N`, in the order of
 * their starts. src/format/columns.ts says it all.
 */

import { allocate, carve, release } from '../memory/blocks'
import { SORTED_SIZE, Sorted, sortByKey } from '../memory/sort'
import { Entry } from '../memory/table'
import { startsWith } from '../memory/text'
import { firstSet, setCount, TagSet } from '../subunit/tags'
import { Row, rowAt, rowCount } from './rows'

const WORKER = 'worker-'
/** Digits of a worker's number: no more workers than fit in memory. */
const MOST_DIGITS: u32 = 6
/** Above all workers, so that their lane is the last one. */
export const NO_WORKER: u32 = 1_000_000

@unmanaged
export class Lane {
  worker: u32
  tests: u32
  /** Where its next test goes. */
  next: usize
  /** The start of the test that came last, and whether one before it started later. */
  lastStart: f64
  isUnsorted: bool
}

/** What a record has once its test's numbers are in the columns: where its texts are. */
@unmanaged
export class Texts {
  /** The name behind its class; behind that, of the id what the name has not, or all of it. */
  method: usize
  methodLength: u32
  idLength: u32
  /** Texts of the next test, class by class; 0 behind the last one's. */
  next: usize
}

let lanes: usize = 0
/** Lanes; some may have no tests. Behind them stands one more, of the untimed tests. */
export let laneCount: u32 = 0
/** Records of the tests, those of the lanes first: the start, in `first` the test's number, in `second` its row's address. */
export let records: usize = 0

export function laneAt(index: u32): Lane {
  return changetype<Lane>(lanes + <usize>index * offsetof<Lane>())
}

/** Tests with both times are drawn. */
export function isTimed(row: Row): bool {
  return !isNaN(row.start) && !isNaN(row.end)
}

/** Makes the lanes of all rows. */
export function layLanes(): void {
  findLanes()
  records = carve(<usize>rowCount * SORTED_SIZE)
  let next = records
  for (let i: u32 = 0; i <= laneCount; i++) {
    const lane = laneAt(i)
    lane.next = next
    next += <usize>lane.tests * SORTED_SIZE
  }
  for (let n: u32 = 0; n < rowCount; n++) enter(n, rowAt(n))
  for (let i: u32 = 0; i < laneCount; i++) {
    const lane = laneAt(i)
    if (lane.isUnsorted) sortByKey(lane.next - <usize>lane.tests * SORTED_SIZE, lane.tests)
  }
}

function laneOf(row: Row): Lane {
  return laneAt(isTimed(row) ? changetype<TagSet>(row.tags).lane : laneCount)
}

function enter(n: u32, row: Row): void {
  const lane = laneOf(row)
  const record = changetype<Sorted>(lane.next)
  record.key = row.start
  record.first = n
  record.second = changetype<u32>(row)
  // tests come by their ends: those of one worker, which do not overlap, by their starts too
  if (row.start < lane.lastStart) lane.isUnsorted = true
  lane.lastStart = row.start
  lane.next += SORTED_SIZE
}

/** Gives each set of tags its lane, and makes the lanes, by their workers. */
function findLanes(): void {
  const size = <usize>setCount() * SORTED_SIZE
  const sets = allocate(size)
  let at = sets
  for (let set = firstSet; set !== 0; set = changetype<TagSet>(set).next) {
    const record = changetype<Sorted>(at)
    record.key = <f64>workerOf(changetype<TagSet>(set))
    record.first = <u32>set
    at += SORTED_SIZE
  }
  sortByKey(sets, setCount())
  makeLanes(sets, at)
  release(sets, size)
}

function makeLanes(sets: usize, end: usize): void {
  lanes = carve(<usize>(setCount() + 1) * offsetof<Lane>())
  laneCount = 0
  for (let at = sets; at < end; at += SORTED_SIZE) {
    const record = changetype<Sorted>(at)
    const worker = <u32>record.key
    if (laneCount === 0 || laneAt(laneCount - 1).worker !== worker) beginLane(laneCount++, worker)
    const set = changetype<TagSet>(<usize>record.first)
    set.lane = laneCount - 1
    laneAt(set.lane).tests += set.timed
  }
  // nobody asks how many are untimed
  beginLane(laneCount, NO_WORKER)
}

function beginLane(index: u32, worker: u32): void {
  const lane = laneAt(index)
  lane.worker = worker
  lane.tests = 0
  lane.lastStart = -Infinity
  lane.isUnsorted = false
}

/** N of the first tag that is `worker-N`, or NO_WORKER. */
function workerOf(set: TagSet): u32 {
  for (let i: u32 = 0; i < set.length; i += 4) {
    const tag = changetype<Entry>(load<u32>(set.key + i))
    const worker = startsWith(tag.key, tag.length, WORKER) ? numberOf(tag) : NO_WORKER
    if (worker !== NO_WORKER) return worker
  }
  return NO_WORKER
}

function numberOf(tag: Entry): u32 {
  const digits = tag.length - WORKER.length
  if (digits < 1 || digits > MOST_DIGITS) return NO_WORKER
  let number: u32 = 0
  for (let i: u32 = 0; i < digits; i++) {
    const digit = <u32>load<u8>(tag.key + WORKER.length + i) - 48
    if (digit > 9) return NO_WORKER
    number = number * 10 + digit
  }
  return number
}
