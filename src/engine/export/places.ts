/**
 * Finds places of the tree by their parent and part: below a node with few places by comparing all, otherwise
 * in one hash table. A group of its slots is one line of the CPU cache: what is looked for, and then most often
 * added, waits for memory once.
 */

import { allocate, retire } from '../memory/blocks'
import { hash, same } from '../memory/bytes'
import { append, FEW, isRow, Node, nextOf, partStart, rowOf, withNode } from './nodes'

/**
 * Slots per group. Of each, a vector of the group has the high half of the hash with its highest bit set, or 0
 * if the slot is free; another one the low half; and behind them are the places.
 */
const GROUP: u32 = 8
const GROUP_SIZE: usize = 64
const LOW: usize = 16
const PLACES: usize = 32
const TAKEN: u32 = 0x8000_0000
const FIRST_GROUPS: u32 = 64

let groups: usize = 0
let mask: u32 = 0
let count: u32 = 0
/** The hash that `findPlace` computed, for `addPlace` of the same part. */
let sought: u32 = 0

export function forgetPlaces(): void {
  makeGroups(FIRST_GROUPS)
  count = 0
}

/** Frees the table: nothing will be looked up any more. */
export function retirePlaces(): void {
  retire(groups, <usize>(mask + 1) * GROUP_SIZE)
}

function makeGroups(number: u32): void {
  mask = number - 1
  groups = allocate(<usize>number * GROUP_SIZE)
  memory.fill(groups, 0, <usize>number * GROUP_SIZE)
}

/** The place of that part below a node, or 0. `hash` is what `hashOfPlace` returned for it earlier, or 0. */
export function findPlace(parent: usize, part: usize, length: u32, hash: u32 = 0): usize {
  const node = changetype<Node>(parent)
  if (node.count > FEW) {
    sought = hash === 0 ? hashOf(parent, part, length) : hash
    return withNode(lookUp(parent, part, length))
  }
  let place = node.first
  while (place !== 0 && !isPart(place, parent, part, length)) place = nextOf(withNode(place))
  return withNode(place)
}

/** The hash, never 0, by which a part will be looked up; 0 as long as there are few places below the node. */
export function hashOfPlace(parent: usize, part: usize, length: u32): u32 {
  return changetype<Node>(parent).count > FEW ? hashOf(parent, part, length) : 0
}

/** The address at which a place of that hash will be looked for. */
export function groupOf(hash: u32): usize {
  return groups + <usize>(hash & mask) * GROUP_SIZE
}

function hashOf(parent: usize, part: usize, length: u32): u32 {
  return hash(part, length, <u32>parent) | TAKEN
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
    put(hashOf(changetype<usize>(node), path + from, length - from), place)
  }
}

function lookUp(parent: usize, part: usize, length: u32): usize {
  const high = i16x8.splat(<i16>(sought >> 16))
  const low = i16x8.splat(<i16>sought)
  let n = sought & mask
  while (true) {
    const group = groups + <usize>n * GROUP_SIZE
    const taken = v128.load(group)
    const both = v128.and(i16x8.eq(taken, high), i16x8.eq(v128.load(group + LOW), low))
    for (let alike = i16x8.bitmask(both); alike !== 0; alike &= alike - 1) {
      const found = <usize>load<u32>(group + PLACES + ((<usize>ctz(alike)) << 2))
      if (isPart(found, parent, part, length)) return found
    }
    if (freeOf(taken) !== 0) return 0
    n = (n + 1) & mask
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

function put(hash: u32, place: usize): void {
  if (count >= (mask + 1) * (GROUP - 2)) grow()
  count++
  putSlot(hash, place)
}

function putSlot(hash: u32, place: usize): void {
  let n = hash & mask
  let free = freeOf(v128.load(groups + <usize>n * GROUP_SIZE))
  while (free === 0) {
    n = (n + 1) & mask
    free = freeOf(v128.load(groups + <usize>n * GROUP_SIZE))
  }
  const group = groups + <usize>n * GROUP_SIZE
  const lane = <usize>ctz(free)
  store<u16>(group + (lane << 1), <u16>(hash >> 16))
  store<u16>(group + LOW + (lane << 1), <u16>hash)
  store<u32>(group + PLACES + (lane << 2), place)
}

function grow(): void {
  const old = groups
  const size = <usize>(mask + 1) * GROUP_SIZE
  makeGroups((mask + 1) * 2)
  for (let group = old; group < old + size; group += GROUP_SIZE) {
    for (let lane: usize = 0; lane < <usize>GROUP; lane++) {
      const high = <u32>load<u16>(group + (lane << 1))
      if (high === 0) continue
      const low = <u32>load<u16>(group + LOW + (lane << 1))
      putSlot((high << 16) | low, load<u32>(group + PLACES + (lane << 2)))
    }
  }
  retire(old, size)
}

function freeOf(taken: v128): i32 {
  return i16x8.bitmask(i16x8.eq(taken, i16x8.splat(0)))
}
