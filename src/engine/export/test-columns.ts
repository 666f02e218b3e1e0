/** Collects a run's tests as columns of src/format/columns.ts in memory; texts are not copied. */

import { SORTED_SIZE, Sorted } from '../memory/sort'
import { TOGETHER, touchBoth } from '../memory/touch'
import { TagSet } from '../subunit/tags'
import { classLength, openClasses, placeOf } from './classes'
import { Column } from './column'
import { laneAt, laneCount, records, Texts } from './lanes'
import { Node, partStart } from './nodes'
import { DOTTED, Row, rowCount, TURNED } from './rows'

export const gaps = changetype<Column>(memory.data(offsetof<Column>(), 8))
export const durations = changetype<Column>(memory.data(offsetof<Column>(), 8))
export const statuses = changetype<Column>(memory.data(offsetof<Column>(), 8))
export const orders = changetype<Column>(memory.data(offsetof<Column>(), 8))
export const classes = changetype<Column>(memory.data(offsetof<Column>(), 8))
export const tagPlaces = changetype<Column>(memory.data(offsetof<Column>(), 8))
export const idLengths = changetype<Column>(memory.data(offsetof<Column>(), 8))
/** Bytes of all methods with their ends, and of the parts of ids that are not in the names. */
export let methodsBytes: u64 = 0
export let idsBytes: u64 = 0
/** Earliest start of a test in a lane, in microseconds since the epoch; 0 if there is none. */
export let origin: i64 = 0
/** The sets of tags that tests have, in the order in which the columns use them first. */
export let firstPlaced: usize = 0
let lastPlaced: usize = 0
let placed: u32 = 0
/** The set of the previous test. */
let tagsBefore: usize = 0

/** The next record, the end of its lane, and the number of the lane after that. */
let next: usize = 0
let laneEnd: usize = 0
let laneAfter: u32 = 0
/** The end of the records whose classes were loaded. */
let loaded: usize = 0
/** Of the previous test of the lane: its end, and its number. */
let time: i64 = 0
let before: i64 = 0

/** Begins the columns, once all tests are in their lanes. */
export function openTestColumns(): void {
  methodsBytes = 0
  idsBytes = 0
  firstPlaced = 0
  lastPlaced = 0
  placed = 0
  tagsBefore = 0
  gaps.open()
  durations.open()
  statuses.open()
  orders.open()
  classes.open()
  openClasses()
  tagPlaces.open()
  idLengths.open()
  setOrigin()
  next = records
  loaded = records
  laneEnd = records
  laneAfter = 0
}

/** Collects up to `count` more tests, and returns whether any are left. */
export function collectTests(count: u32): bool {
  const end = min(textsEnd(), next + <usize>count * SORTED_SIZE)
  for (; next < end; next += SORTED_SIZE) {
    if (next >= loaded) loadClasses()
    if (next === laneEnd) beginLane()
    // the lane after the last one has the untimed tests
    if (laneAfter <= laneCount) collectTimes(changetype<Row>(changetype<Sorted>(next).second))
    collectTest(next)
  }
  return next < textsEnd()
}

/** The nodes of one class after the other are anywhere in memory: those of some tests are loaded together. */
function loadClasses(): void {
  loaded = min(textsEnd(), next + <usize>TOGETHER * SORTED_SIZE)
  for (let at = next; at < loaded; at += SORTED_SIZE) {
    const node = changetype<Row>(changetype<Sorted>(at).second).parent
    touchBoth(node, node + offsetof<Node>('count'))
  }
}

/** Begins the next lane that has tests. */
function beginLane(): void {
  while (laneEnd === next) laneEnd = laneAt(laneAfter++).next
  time = origin
  before = 0
}

/** The end of the last test's record. */
export function textsEnd(): usize {
  return records + <usize>rowCount * SORTED_SIZE
}

function setOrigin(): void {
  let earliest = Infinity
  let at = records
  for (let i: u32 = 0; i < laneCount; i++) {
    const tests = laneAt(i).tests
    if (tests > 0) earliest = min(earliest, changetype<Sorted>(at).key)
    at += <usize>tests * SORTED_SIZE
  }
  origin = earliest === Infinity ? 0 : <i64>earliest
}

function collectTimes(row: Row): void {
  gaps.signed(row.start - time)
  time = row.end
  durations.signed(row.end - row.start)
}

/** Collects everything of a record's test except its times. */
function collectTest(at: usize): void {
  const n = changetype<Sorted>(at).first
  const row = changetype<Row>(changetype<Sorted>(at).second)
  statuses.varint(row.status)
  orders.signed(<i64>n - before)
  before = n
  collectTexts(changetype<Texts>(at), row)
  tagPlaces.varint(row.tags === tagsBefore ? 0 : placeOfTags(row.tags))
  tagsBefore = row.tags
}

function collectTexts(texts: Texts, row: Row): void {
  const length = row.flags & DOTTED ? partStart(row.parent) : classLength(row.name, row.nameLength)
  texts.method = row.name + length
  texts.methodLength = row.nameLength - length
  texts.next = 0
  classes.varint(placeOf(row, length, texts))
  methodsBytes += texts.methodLength + 1
  // an id is after the name that was built from it, or begins with the name
  const isTurned = (row.flags & TURNED) !== 0
  texts.idLength = isTurned ? row.idLength : row.idLength - row.nameLength
  idLengths.varint(((<u64>texts.idLength) << 1) | (!isTurned && texts.idLength > 0 ? 1 : 0))
  idsBytes += texts.idLength
}

function placeOfTags(tags: usize): u32 {
  const set = changetype<TagSet>(tags)
  if (set.place === 0) {
    set.place = ++placed
    if (lastPlaced === 0) firstPlaced = tags
    else changetype<TagSet>(lastPlaced).nextPlaced = tags
    lastPlaced = tags
  }
  return set.place
}
