/** Sets of tags, each stored once: a run has few of them, and every packet has one. */

import { keep, room } from '../memory/arena'
import { allocate, release } from '../memory/blocks'
import { compare } from '../memory/bytes'
import { Entry, Table } from '../memory/table'

/** Tags by their text. */
const texts = changetype<Table>(memory.data(offsetof<Table>()))
/** Sets by the addresses of their tags, in order. */
const sets = changetype<Table>(memory.data(offsetof<Table>()))

@unmanaged
export class Tag extends Entry {
  /** A mark for loops over tags that may repeat. */
  isIn: bool
}

/** A set of tags, sorted by code point. */
@unmanaged
export class TagSet extends Entry {
  /** The next set, in order of first use. */
  next: usize
  /** Number of sets before it; number of tests that have it and both times. */
  number: u32
  timed: u32
  /** The latest test that began with it, if that is open, or 0. */
  lastOpen: usize
  /** For the tree: the class of the latest test that has it: its node, or 0, and its path. */
  lastClass: usize
  lastPath: usize
  lastLength: u32
  /** For columns: the lane of the tests that have it. */
  lane: u32
  /** For columns: 1 + its index among the sets that tests have, 0 if not known yet; the next one of these. */
  place: u32
  nextPlaced: usize
  /** Its field in raw, once the exporter has made it; 0 before. */
  json: usize
  jsonLength: u32
}

export let firstSet: usize = 0
let lastSet: usize = 0
/** The empty set. */
export let noTags: usize = 0

export function forgetTags(): void {
  texts.forget()
  sets.forget()
  firstSet = 0
  lastSet = 0
  noTags = setOf(0, 0)
}

export function setCount(): u32 {
  return sets.count
}

/** The tag with that text. */
export function tagOf(bytes: usize, length: u32): usize {
  const known = texts.find(0, bytes, length)
  if (known !== 0) return known
  const tag = changetype<Tag>(room(offsetof<Tag>()))
  tag.setKey(0, keep(bytes, length), length)
  tag.isIn = false
  texts.add(tag)
  return changetype<usize>(tag)
}

/** The set of these tags, given as `count` addresses, which are sorted in place and may repeat. */
export function setOf(tags: usize, count: u32): usize {
  sort(tags, count)
  let unique: u32 = 0
  for (let i: u32 = 0; i < count; i++) {
    const tag = load<u32>(tags + ((<usize>i) << 2))
    if (unique > 0 && load<u32>(tags + ((<usize>(unique - 1)) << 2)) === tag) continue
    store<u32>(tags + ((<usize>unique) << 2), tag)
    unique++
  }
  const known = sets.find(0, tags, unique << 2)
  if (known !== 0) return known
  const set = changetype<TagSet>(room(offsetof<TagSet>()))
  set.setKey(0, keep(tags, unique << 2), unique << 2)
  set.next = 0
  set.number = sets.count
  set.timed = 0
  set.lastOpen = 0
  set.lastClass = 0
  set.lastPath = 0
  set.lastLength = 0
  set.lane = 0
  set.place = 0
  set.nextPlaced = 0
  set.json = 0
  sets.add(set)
  if (lastSet === 0) firstSet = changetype<usize>(set)
  else changetype<TagSet>(lastSet).next = changetype<usize>(set)
  lastSet = changetype<usize>(set)
  return lastSet
}

/** Merge sort, since sets of 100,000 tags must be sorted in time too. */
function sort(tags: usize, count: u32): void {
  if (count < 2) return
  const spare = allocate((<usize>count) << 2)
  let from = tags
  let to = spare
  for (let width: u32 = 1; width < count; width *= 2) {
    for (let left: u32 = 0; left < count; left += width * 2) {
      merge(from, to, left, min(left + width, count), min(left + width * 2, count))
    }
    const sorted = to
    to = from
    from = sorted
  }
  if (from !== tags) memory.copy(tags, from, (<usize>count) << 2)
  release(spare, (<usize>count) << 2)
}

function merge(from: usize, to: usize, left: u32, middle: u32, end: u32): void {
  let a = left
  let b = middle
  for (let i = left; i < end; i++) {
    const takeLeft = a < middle && (b >= end || isBefore(from, a, b))
    store<u32>(to + ((<usize>i) << 2), load<u32>(from + ((<usize>(takeLeft ? a++ : b++)) << 2)))
  }
}

/** Whether the a-th tag may precede the b-th. UTF-8 bytes have the order of code points. */
function isBefore(tags: usize, a: u32, b: u32): bool {
  const left = changetype<Entry>(load<u32>(tags + ((<usize>a) << 2)))
  const right = changetype<Entry>(load<u32>(tags + ((<usize>b) << 2)))
  return compare(left.key, left.length, right.key, right.length) <= 0
}
