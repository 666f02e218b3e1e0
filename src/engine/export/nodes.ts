/**
 * The tree's nodes. A **place** in the tree is a node, by its address, or a test whose name ends where
 * nothing else is: its row's address and one. So most tests need no node.
 */

import { room } from '../memory/arena'
import { HAS_NODE, Row } from './rows'

@unmanaged
export class Node {
  /** The names' beginning up to the end of this part: all parts so far, with the dots between. */
  path: usize
  length: u32
  parent: usize
  /** Places below it, and the one beside it. Of the columns: the texts of the class's first and last test. */
  first: usize
  last: usize
  next: usize
  /** The last test that has the path for its name; 0 where none has. Of the columns: the next class. */
  test: usize
  /** Places below it. Once the tree is written, of the columns: 1 + its class's index there, or 0. */
  count: u32
}

const ROW: usize = 1

export function placeOfRow(row: Row): usize {
  return changetype<usize>(row) | ROW
}

export function isRow(place: usize): bool {
  return (place & ROW) !== 0
}

export function rowOf(place: usize): Row {
  return changetype<Row>(place & ~ROW)
}

/** Where the part of a place below that node begins in its path. */
export function partStart(parent: usize): u32 {
  return parent === root ? 0 : changetype<Node>(parent).length + 1
}

/** The node that has come in a test's place, where one has; otherwise the place itself. */
export function withNode(place: usize): usize {
  if (!isRow(place)) return place
  const row = rowOf(place)
  return row.flags & HAS_NODE ? row.next : place
}

/** Of a place with its node: the one beside it, or 0. */
export function nextOf(place: usize): usize {
  return isRow(place) ? rowOf(place).next : changetype<Node>(place).next
}

export function parentOf(place: usize): usize {
  return isRow(place) ? rowOf(place).parent : changetype<Node>(place).parent
}

/** Puts a place behind the others below its parent. */
export function append(parent: usize, place: usize): void {
  const above = changetype<Node>(parent)
  const last = withNode(above.last)
  if (last === 0) above.first = place
  else if (isRow(last)) rowOf(last).next = place
  else changetype<Node>(last).next = place
  above.last = place
}

/** What has no part before it is below. */
export let root: usize = 0

export function forgetNodes(path: usize, length: u32): void {
  root = newNode(0, path, length)
}

export function newNode(parent: usize, path: usize, length: u32): usize {
  const place = room(offsetof<Node>())
  const node = changetype<Node>(place)
  node.path = path
  node.length = length
  node.parent = parent
  node.first = 0
  node.last = 0
  node.next = 0
  node.test = 0
  node.count = 0
  return place
}
