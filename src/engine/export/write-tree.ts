/** Writes the tree. Its root is the first part if all names share it, otherwise `all`. */

import { TREE } from '../host'
import { CLOSE_BRACE, COMMA } from '../memory/ascii'
import { LINE, SLACK } from '../memory/blocks'
import { TOGETHER, touch, touchLines } from '../memory/touch'
import { putName, putPlainString, putString } from './json'
import { BLOCK_SIZE, isRow, Node, nextOf, parentOf, partStart, root, rowOf, withNode } from './nodes'
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
  nodesParent = 0
  rowsParent = 0
  // reset here, because the root itself may not be written
  changetype<Node>(root).count = 0
}

/** Writes more places, and returns whether any are left. */
export function writeTree(): bool {
  for (let n: u32 = 0; n < AT_ONCE && at !== 0; n++) writePlace()
  if (at === 0) tree.flush()
  return at !== 0
}

/** Of nodes, and of rows: the next sibling that was not looked at, and the parent of them all. */
let nodeDue: usize = 0
let nodesParent: usize = 0
let rowDue: usize = 0
let rowsParent: usize = 0

/** Loads from distant memory what this place and its next siblings need: together they take the time of one. */
function lookAhead(place: usize): void {
  const parent = parentOf(place)
  if (isRow(place)) {
    if (place !== rowDue && parent === rowsParent) return
    rowDue = loadSiblings(place)
    rowsParent = parent
  } else {
    if (place !== nodeDue && parent === nodesParent) return
    nodeDue = loadSiblings(place)
    nodesParent = parent
  }
}

/** Bytes of the latest row with its name: the next ones are alike. */
let rowSize: usize = 0
/** The rows of siblings that are loaded together. */
const siblings = memory.data(TOGETHER * 4)

function loadSiblings(from: usize): usize {
  if (!isRow(from)) for (let at = LINE; at < BLOCK_SIZE; at += LINE) touch(from + at)
  let place = from
  let end = siblings
  for (let n: u32 = 0; n < TOGETHER && place !== 0; n++) {
    const row = firstRow(place)
    if (row !== 0) {
      store<u32>(end, row)
      end += 4
    }
    place = withNode(nextOf(place))
  }
  for (let at = siblings; at < end; at += 4) touchLines(load<u32>(at), rowSize)
  return place
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
  tree.byte(CLOSE_BRACE)
  let place = at
  while (place !== top && nextOf(place) === 0) {
    place = parentOf(place)
    tree.text(']}')
  }
  if (place === top) {
    at = 0
    return
  }
  tree.byte(COMMA)
  at = withNode(nextOf(place))
}

function putRow(row: Row): void {
  const from = partStart(row.parent)
  rowSize = min(row.name + row.nameLength - changetype<usize>(row), SLACK)
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
  store<u8>(tree.at, COMMA)
  tree.at = putStatusFields(tree.at + 1, row.status, row.start, row.end)
  putRest(tree, row)
  tree.text(',"name_full":')
  putName(tree, row)
}
