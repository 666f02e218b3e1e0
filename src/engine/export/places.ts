/**
 * Finds places of the tree by their parent and part: below a node with few places by comparing all, otherwise
 * in one hash table. Its tags, two bytes per slot, are read first: for a new part, as most are, nothing else
 * is touched, and the tags of a million places nearly fit into the CPU cache.
 */

import { allocate, retire } from '../memory/blocks'
import { folded, longHash, same } from '../memory/bytes'
import { append, isRow, Node, nextOf, partStart, rowOf, withNode } from './nodes'

/** Maximum number of places below a node that are compared one by one. */
const FEW: u32 = 4
/** Slots per group; their tags form one vector. */
const GROUP: u32 = 8
const FIRST_GROUPS: u32 = 8

/** Per slot a tag, 15 bits of the hash and a one, 0 if free; and the place, with the hash above it. */
let tags: usize = 0
let slots: usize = 0
let mask: u32 = 0
let count: u32 = 0
/** The hash that `findPlace` computed, for `addPlace` of the same part. */
let sought: u64 = 0

export function forgetPlaces(): void {
  makeGroups(FIRST_GROUPS)
  count = 0
}

/** Frees the table: nothing will be looked up any more. */
export function retirePlaces(): void {
  retire(tags, (<usize>(mask + 1) * GROUP) << 1)
  retire(slots, (<usize>(mask + 1) * GROUP) << 3)
}

function makeGroups(groups: u32): void {
  mask = groups - 1
  slots = allocate((<usize>groups * GROUP) << 3)
  tags = allocate((<usize>groups * GROUP) << 1)
  memory.fill(tags, 0, (<usize>groups * GROUP) << 1)
}

/** The place of that part below a node, or 0. */
export function findPlace(parent: usize, part: usize, length: u32): usize {
  const node = changetype<Node>(parent)
  if (node.count > FEW) {
    sought = longHash(part, length, <u32>parent)
    return withNode(lookUp(parent, part, length))
  }
  let place = node.first
  while (place !== 0 && !isPart(place, parent, part, length)) place = nextOf(withNode(place))
  return withNode(place)
}

/** Appends a place, which `findPlace` just did not find, to those below its parent. */
export function addPlace(parent: usize, place: usize): void {
  append(parent, place)
  const node = changetype<Node>(parent)
  if (node.count > FEW) put(sought, place)
  else if (node.count === FEW) putAll(node)
  node.count++
}

/** Puts the places below a node into the table. */
function putAll(node: Node): void {
  for (let place = node.first; place !== 0; place = nextOf(withNode(place))) {
    const from = partStart(changetype<usize>(node))
    const path = isRow(place) ? rowOf(place).name : changetype<Node>(place).path
    const length = isRow(place) ? rowOf(place).nameLength : changetype<Node>(place).length
    put(longHash(path + from, length - from, <u32>changetype<usize>(node)), place)
  }
}

function lookUp(parent: usize, part: usize, length: u32): usize {
  const hash = folded(sought)
  const tag = i16x8.splat(tagOf(sought))
  let group = hash & mask
  while (true) {
    const some = v128.load(tags + ((<usize>group) << 4))
    for (let alike = i16x8.bitmask(i16x8.eq(some, tag)); alike !== 0; alike &= alike - 1) {
      const found = load<u64>(slotAt(group, ctz(alike)))
      if (<u32>(found >> 32) === hash && isPart(<usize>found, parent, part, length)) return <usize>found
    }
    if (freeOf(some) !== 0) return 0
    group = (group + 1) & mask
  }
}

function isPart(place: usize, parent: usize, part: usize, length: u32): bool {
  const from = partStart(parent)
  if (isRow(place)) {
    const row = rowOf(place)
    return row.nameLength === from + length && row.parent === parent && same(row.name + from, part, length)
  }
  const node = changetype<Node>(place)
  return node.length === from + length && node.parent === parent && same(node.path + from, part, length)
}

function put(hash: u64, place: usize): void {
  if (count >= (mask + 1) * (GROUP - 2)) grow()
  count++
  putSlot(tagOf(hash), ((<u64>folded(hash)) << 32) | place)
}

function putSlot(tag: i16, found: u64): void {
  let group = <u32>(found >> 32) & mask
  let free = 0
  while (true) {
    free = freeOf(v128.load(tags + ((<usize>group) << 4)))
    if (free !== 0) break
    group = (group + 1) & mask
  }
  const lane = ctz(free)
  store<i16>(tags + ((<usize>group) << 4) + ((<usize>lane) << 1), tag)
  store<u64>(slotAt(group, lane), found)
}

function grow(): void {
  const oldTags = tags
  const oldSlots = slots
  const all = (mask + 1) * GROUP
  makeGroups((mask + 1) * 2)
  for (let slot: usize = 0; slot < <usize>all; slot++) {
    const tag = load<i16>(oldTags + (slot << 1))
    if (tag !== 0) putSlot(tag, load<u64>(oldSlots + (slot << 3)))
  }
  retire(oldTags, (<usize>all) << 1)
  retire(oldSlots, (<usize>all) << 3)
}

function tagOf(hash: u64): i16 {
  return <i16>(hash >> 48) | 1
}

function freeOf(some: v128): i32 {
  return i16x8.bitmask(i16x8.eq(some, i16x8.splat(0)))
}

function slotAt(group: u32, lane: i32): usize {
  return slots + ((<usize>(group * GROUP + lane)) << 3)
}
