/** Writes the tree: one root, the first part where all names share it, otherwise `all`. */

import { putName, putPlainString, putString } from './json'
import { isRow, Node, nextOf, parentOf, partStart, root, rowOf, withNode } from './nodes'
import { Out } from './out'
import { PLAIN, Row } from './rows'
import { LONGEST_FIELDS, putRest, putStatusFields } from './test-fields'

/** Places that are written at a time. */
const AT_ONCE: u32 = 4096

const tree = changetype<Out>(memory.data(offsetof<Out>(), 8))
let top: usize = 0
/** The next place; 0 when all are written. */
let at: usize = 0

/** Begins the tree, by the buffer of an output that is done with. */
export function openTree(done: Out): void {
  tree.reopen(2, done)
  const first = changetype<Node>(root).first
  top = first !== 0 && nextOf(withNode(first)) === 0 ? withNode(first) : root
  at = top
  // it may not be written itself
  changetype<Node>(root).count = 0
}

/** Writes on, and returns whether anything is left. */
export function writeTree(): bool {
  for (let n: u32 = 0; n < AT_ONCE && at !== 0; n++) writePlace()
  if (at === 0) tree.flush()
  return at !== 0
}

/** What was read ahead: somewhere to put it, so that it is read. */
let touched: usize = 0

/**
 * Reads of the next places beside one what will be wanted, from far away in memory: asked for together,
 * it comes in the time that one of them takes. Of each, what leads there was read with the place before.
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

/** A test's row in that place or first below it, or 0. */
function firstRow(place: usize): usize {
  if (isRow(place)) return place
  const first = changetype<Node>(place).first
  return isRow(first) ? first : 0
}

// by hand, not by recursion: a name may have any number of parts
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
