/** Writes the tree. Its root is the first part if all names share it, otherwise `all`. */

import { TREE } from '../host'
import { putName, putPlainString, putString } from './json'
import { isRow, Node, nextOf, parentOf, partStart, root, rowOf, withNode } from './nodes'
import { Out } from './out'
import { PLAIN, Row } from './rows'
import { LONGEST_FIELDS, putRest, putStatusFields } from './test-fields'

/** Places that are written per call. */
const AT_ONCE: u32 = 4096

const tree = changetype<Out>(memory.data(offsetof<Out>(), 8))
let top: usize = 0
/** The next place; 0 when all are written. */
let at: usize = 0

/** Begins the tree, reusing the buffer of a finished output. */
export function openTree(done: Out): void {
  tree.reopen(TREE, done)
  const first = changetype<Node>(root).first
  top = first !== 0 && nextOf(withNode(first)) === 0 ? withNode(first) : root
  at = top
  // reset here, because the root itself may not be written
  changetype<Node>(root).count = 0
}

/** Writes more places, and returns whether any are left. */
export function writeTree(): bool {
  for (let n: u32 = 0; n < AT_ONCE && at !== 0; n++) writePlace()
  if (at === 0) tree.flush()
  return at !== 0
}

/** Receives what was prefetched, so that the compiler keeps the loads. */
let touched: usize = 0

/**
 * Prefetches from distant memory what the next siblings of `place` will need: issued together, the loads take
 * the time of one. The pointers to them were loaded with the previous place.
 */
function lookAhead(place: usize): void {
  const one = withNode(nextOf(place))
  if (one === 0) return
  const row = firstRow(one)
  if (row !== 0) touched ^= load<u8>(rowOf(row).name) ^ load<u8>(rowOf(row).name + 64)
  const two = withNode(nextOf(one))
  if (two === 0) return
  const other = firstRow(two)
  if (other !== 0) touched ^= load<u8>(other) ^ load<u8>(other + offsetof<Row>() - 1)
  const three = nextOf(two)
  if (three !== 0) touched ^= load<u8>(three)
}

/** The place's row, or its first child if that is a row; otherwise 0. */
function firstRow(place: usize): usize {
  if (isRow(place)) return place
  const first = changetype<Node>(place).first
  return isRow(first) ? first : 0
}

// iterative, not recursive: a name may have any number of parts
function writePlace(): void {
  lookAhead(at)
  if (isRow(at)) {
    putRow(rowOf(at))
  } else {
    const node = changetype<Node>(at)
    putNode(node)
    if (node.first !== 0) {
      tree.text(',"children":[')
      at = withNode(node.first)
      return
    }
  }
  tree.byte(125)
  let place = at
  while (place !== top && nextOf(place) === 0) {
    place = parentOf(place)
    tree.text(']}')
  }
  if (place === top) {
    at = 0
    return
  }
  tree.byte(44)
  at = withNode(nextOf(place))
}

function putRow(row: Row): void {
  const from = partStart(row.parent)
  tree.text('{"name":')
  if (row.flags & PLAIN) putPlainString(tree, row.name + from, row.nameLength - from)
  else putString(tree, row.name + from, row.nameLength - from)
  putTest(row)
}

function putNode(node: Node): void {
  const from = changetype<usize>(node) === root ? 0 : partStart(node.parent)
  tree.text('{"name":')
  putString(tree, node.path + from, node.length - from)
  if (node.test !== 0) putTest(changetype<Row>(node.test))
  node.count = 0
}

function putTest(row: Row): void {
  tree.reserve(LONGEST_FIELDS)
  store<u8>(tree.at, 44)
  tree.at = putStatusFields(tree.at + 1, row.status, row.start, row.end)
  putRest(tree, row)
  tree.text(',"name_full":')
  putName(tree, row)
}
