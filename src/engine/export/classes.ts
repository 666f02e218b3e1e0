/**
 * The classes of a run's tests, each once; used after the tree is written. A class that ends with a dot is a
 * node of the tree, whose fields are reused; any other class gets a node outside the tree.
 */

import { room } from '../memory/arena'
import { COLON, DOT, OPEN_BRACKET, OPEN_PAREN, SLASH, SPACE } from '../memory/ascii'
import { List } from '../memory/list'
import { Entry, Table } from '../memory/table'
import { TOGETHER, touch } from '../memory/touch'
import { Column } from './column'
import { Texts } from './lanes'
import { Node, newNode, partStart, root } from './nodes'
import { Out } from './out'
import { Row } from './rows'

/** A class that does not end with a dot. */
@unmanaged
class TestClass extends Entry {
  node: usize
}

const classes = changetype<Table>(memory.data(offsetof<Table>()))
/** Nodes of the classes in the columns, and that of the previous test's class. */
const placed = changetype<List>(memory.data(offsetof<List>()))
let before: usize = 0
/** The next class to write. */
let next: u32 = 0
/** Bytes of all classes in the columns, and the length of each. */
export let classesBytes: u64 = 0
export const classLengths = changetype<Column>(memory.data(offsetof<Column>(), 8))

export function openClasses(): void {
  classes.forget()
  placed.forget()
  before = 0
  next = 0
  classesBytes = 0
  classLengths.open()
}

/** The node of a test's class, which is the first `length` bytes of its name. */
function nodeOf(row: Row, length: u32): usize {
  if (length === 0) return root
  if (load<u8>(row.name + length - 1) !== DOT) return otherClass(row.name, length)
  let node = row.parent
  while (partStart(node) !== length) node = changetype<Node>(node).parent
  return node
}

function otherClass(bytes: usize, length: u32): usize {
  const known = classes.find(0, bytes, length)
  if (known !== 0) return changetype<TestClass>(known).node
  const made = changetype<TestClass>(room(offsetof<TestClass>()))
  made.setKey(0, bytes, length)
  // the class's last byte takes the place of the dot after a node's path
  made.node = newNode(0, bytes, length - 1)
  classes.add(made)
  return made.node
}

/**
 * Length of a name's class: up to and including the last `.`, `/` or `:` before the first `[`, `(` or space.
 * A separator at the name's end does not count.
 */
export function classLength(name: usize, length: u32): u32 {
  const end = length - 1
  let found: u32 = 0
  for (let from: u32 = 0; from < end; from += 16) {
    const bytes = v128.load(name + from)
    let ends = <u32>i8x16.bitmask(stops(bytes))
    const left = end - from
    if (left < 16) ends |= 1 << left
    let separators = <u32>i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(DOT)), slashes(bytes)))
    if (ends !== 0) separators &= (1 << ctz(ends)) - 1
    if (separators !== 0) found = from + 32 - clz(separators)
    if (ends !== 0) break
  }
  return found
}

/** Whether a name's class is what precedes its last dot. */
export function isDotted(name: usize, length: u32): bool {
  const end = name + length
  if (load<u8>(end - 1) === DOT) return false
  let at = name
  for (; at + 16 <= end; at += 16) if (v128.any_true(notDotted(at))) return false
  const few = (1 << (<u32>(end - at))) - 1
  return (i8x16.bitmask(notDotted(at)) & few) === 0
}

function notDotted(at: usize): v128 {
  const bytes = v128.load(at)
  return v128.or(stops(bytes), slashes(bytes))
}

function stops(bytes: v128): v128 {
  return v128.or(
    i8x16.eq(bytes, i8x16.splat(SPACE)),
    v128.or(i8x16.eq(bytes, i8x16.splat(OPEN_PAREN)), i8x16.eq(bytes, i8x16.splat(OPEN_BRACKET))),
  )
}

function slashes(bytes: v128): v128 {
  return v128.or(i8x16.eq(bytes, i8x16.splat(SLASH)), i8x16.eq(bytes, i8x16.splat(COLON)))
}

/**
 * The class of the next test in the columns, given its length: 0 for the class of the previous test,
 * otherwise 1 + its index. `texts` are the test's; they are linked after those of the class's earlier tests.
 */
export function placeOf(row: Row, length: u32, texts: Texts): u32 {
  const at = nodeOf(row, length)
  const node = changetype<Node>(at)
  if (node.count === 0) {
    placed.add(at)
    node.count = placed.count
    node.first = changetype<usize>(texts)
    classesBytes += length
    classLengths.varint(length)
  } else changetype<Texts>(node.last).next = changetype<usize>(texts)
  node.last = changetype<usize>(texts)
  if (at === before) return 0
  before = at
  return node.count
}

/** Links the texts class by class, once all tests are in the columns. Returns the first, or 0. */
export function firstTexts(): usize {
  let last: usize = 0
  for (let n: u32 = 0; n < placed.count; n++) {
    const node = changetype<Node>(placed.at(n))
    if (last !== 0) changetype<Texts>(last).next = node.first
    last = node.last
  }
  return placed.count === 0 ? 0 : changetype<Node>(placed.at(0)).first
}

/** The nodes of one class after the other are anywhere in memory, and so are their paths. */
function loadClasses(end: u32): void {
  for (let n = next; n < end; n++) touch(placed.at(n))
  for (let n = next; n < end; n++) touch(changetype<Node>(placed.at(n)).path)
}

/** Writes up to `count` classes, and returns whether any are left. */
export function writeClasses(out: Out, count: u32): bool {
  const end = min(placed.count, next + count)
  for (; next < end; next++) {
    if (next % TOGETHER === 0) loadClasses(min(end, next + TOGETHER))
    const node = changetype<Node>(placed.at(next))
    if (changetype<usize>(node) === root) continue
    out.bytes(node.path, node.length)
    out.byte(node.parent === 0 ? load<u8>(node.path + node.length) : DOT)
  }
  return next < placed.count
}
