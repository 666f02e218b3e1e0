/**
 * Orders a run's tests by lane: a lane has the tests of one worker (tag `worker-N`), in the order of their
 * starts. src/format/columns.ts defines this.
 */

import { allocate, carve, release } from '../memory/blocks'
import { SORTED_SIZE, Sorted, sortByKey } from '../memory/sort'
import { Entry } from '../memory/table'
import { startsWith } from '../memory/text'
import { TOGETHER, touchBoth } from '../memory/touch'
import { firstSet, setCount, TagSet } from '../subunit/tags'
import { isTimed, Row, rowAt, rowCount } from './rows'

const WORKER = 'worker-'
/** Maximum digits of a worker's number: no more workers than fit in memory. */
const MOST_DIGITS: u32 = 6
/** Higher than any worker's number, so that their lane comes last. */
export const NO_WORKER: u32 = 1_000_000

@unmanaged
export class Lane {
  worker: u32
  tests: u32
  /** The address for its next test; in the end, that after its tests. */
  next: usize
  /** The start of the latest test, and whether an earlier test has a later start. */
  lastStart: f64
  isUnsorted: bool
}

/** Overlays a test's Sorted record once its numbers are in the columns: the location of its texts. */
@unmanaged
export class Texts {
  /** The part of the name after the class; then the part of the id that the name lacks, or all of it. */
  method: usize
  methodLength: u32
  idLength: u32
  /** Texts of the next test, class by class; 0 after the last one. */
  next: usize
}

let lanes: usize = 0
/** Number of lanes, some of them without tests. One more follows them, for the untimed tests. */
export let laneCount: u32 = 0
/** A Sorted record per test, those in lanes first: key is the start, `first` its number, `second` its row. */
export let records: usize = 0
/** Number of tests that have both times; the others follow them. */
export let timed: u32 = 0
/** Number of tests that were entered. */
let entered: u32 = 0

export function laneAt(index: u32): Lane {
  return changetype<Lane>(lanes + <usize>index * offsetof<Lane>())
}

/** Makes the lanes, without tests. */
export function openLanes(): void {
  findLanes()
  records = carve(<usize>rowCount * SORTED_SIZE)
  entered = 0
  timed = 0
  for (let i: u32 = 0; i <= laneCount; i++) {
    const lane = laneAt(i)
    lane.next = records + <usize>timed * SORTED_SIZE
    timed += lane.tests
  }
}

/** Enters up to `count` more tests, and returns whether any are left. */
export function fillLanes(count: u32): bool {
  const end = min(rowCount, entered + count)
  for (; entered < end; entered++) {
    if (entered % TOGETHER === 0) loadRows(entered, min(end, entered + TOGETHER))
    enter(entered, rowAt(entered))
  }
  return entered < rowCount
}

/** The rows of one worker after the other are anywhere in memory: some are loaded together. */
function loadRows(from: u32, end: u32): void {
  for (let n = from; n < end; n++) {
    const row = changetype<usize>(rowAt(n))
    touchBoth(row + offsetof<Row>('tags'), row + offsetof<Row>('end'))
  }
}

/** Sorts the tests of each lane, once all are in. */
export function sortLanes(): void {
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
  const start = <f64>row.start
  record.key = start
  record.first = n
  record.second = changetype<u32>(row)
  // tests arrive by their ends; those of one worker, which do not overlap, are then sorted by start too
  if (start < lane.lastStart) lane.isUnsorted = true
  lane.lastStart = start
  lane.next += SORTED_SIZE
}

/** Makes the lanes, ordered by worker, and assigns one to each set of tags. */
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
  // of the untimed tests, which are not counted here
  beginLane(laneCount, NO_WORKER)
}

function beginLane(index: u32, worker: u32): void {
  const lane = laneAt(index)
  lane.worker = worker
  lane.tests = 0
  lane.lastStart = -Infinity
  lane.isUnsorted = false
}

/** N of the first tag of the form `worker-N`, or NO_WORKER. */
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
