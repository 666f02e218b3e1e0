/**
 * The tree's nodes. A **place** in the tree is a node's address, or, for a single test whose name no other
 * name extends, its row's address plus one. So most tests need no node.
 */

import { room } from '../memory/arena'
import { HAS_NODE, Row } from './rows'

@unmanaged
export class Node {
  /** The path: the first parts of names, up to this node's, with the dots between. */
  path: usize
  length: u32
  parent: usize
  /** First and last place below it, next sibling. In columns: texts of the class's first and last test. */
  first: usize
  last: usize
  next: usize
  /** The last test whose name is the path, or 0. */
  test: usize
  /** The address for the next node below it, and for how many more there is room. */
  spare: usize
  spares: u32
  /** Number of places below it. After the tree is written, for columns: 1 + its class's index there, or 0. */
  count: u32
}

const ROW: usize = 1

/** Up to this number of places below a node there are few; more nodes lie side by side, in blocks. */
export const FEW: u32 = 4
const BLOCK: u32 = 8
export const BLOCK_SIZE: usize = <usize>BLOCK * offsetof<Node>()

export function placeOfRow(row: Row): usize {
  return changetype<usize>(row) | ROW
}

export function isRow(place: usize): bool {
  return (place & ROW) !== 0
}

export function rowOf(place: usize): Row {
  return changetype<Row>(place & ~ROW)
}

/** Where the last part of a path begins, for a place below that node. */
export function partStart(parent: usize): u32 {
  return parent === root ? 0 : changetype<Node>(parent).length + 1
}

/** The node that replaced a test's place, if any; otherwise the place itself. */
export function withNode(place: usize): usize {
  if (!isRow(place)) return place
  const row = rowOf(place)
  return row.flags & HAS_NODE ? row.next : place
}

/** The next sibling of a place that `withNode` returned, or 0. */
export function nextOf(place: usize): usize {
  return isRow(place) ? rowOf(place).next : changetype<Node>(place).next
}

export function parentOf(place: usize): usize {
  return isRow(place) ? rowOf(place).parent : changetype<Node>(place).parent
}

/** Appends a place to those below its parent. */
export function append(parent: usize, place: usize): void {
  const above = changetype<Node>(parent)
  const last = withNode(above.last)
  if (last === 0) above.first = place
  else if (isRow(last)) rowOf(last).next = place
  else changetype<Node>(last).next = place
  above.last = place
}

/** The parent of all first parts. */
export let root: usize = 0

export function forgetNodes(path: usize, length: u32): void {
  root = newNode(0, path, length)
}

export function newNode(parent: usize, path: usize, length: u32): usize {
  const place = roomBelow(parent)
  const node = changetype<Node>(place)
  node.path = path
  node.length = length
  node.parent = parent
  node.first = 0
  node.last = 0
  node.next = 0
  node.test = 0
  node.spare = 0
  node.spares = 0
  node.count = 0
  return place
}

/** Siblings are written one after the other: scattered in memory, each would be waited for. */
function roomBelow(parent: usize): usize {
  const above = changetype<Node>(parent)
  if (parent === 0 || above.count < FEW) return room(offsetof<Node>())
  if (above.spares === 0) {
    above.spare = room(BLOCK_SIZE)
    above.spares = BLOCK
  }
  const place = above.spare
  above.spare = place + offsetof<Node>()
  above.spares--
  return place
}
