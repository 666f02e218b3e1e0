/** Builds the tree of a run's names by their `.`-separated parts; `write-tree.ts` writes it. */

import { DOT } from '../memory/ascii'
import { find, findLast, same } from '../memory/bytes'
import { TOGETHER, touch, touchBoth } from '../memory/touch'
import { TagSet } from '../subunit/tags'
import { forgetNodes, isRow, Node, newNode, placeOfRow, root, rowOf } from './nodes'
import { addPlace, findPlace, forgetPlaces, groupOf, hashOfPlace } from './places'
import { forgetRecent, mixed, perhaps, recent, remember } from './recent'
import { HAS_NODE, Row } from './rows'

const ALL = memory.data<u8>([97, 108, 108])

export function forgetTree(): void {
  forgetNodes(ALL, 3)
  forgetPlaces()
  forgetRecent()
}

/** What is sought for a row that is located; the first four only if the row's module may be known. */
@unmanaged
class Sought {
  /** A hash of the module's path. */
  mix: u64
  /** The last part of the class. */
  part: usize
  length: u32
  /** Length of the module's path. */
  module: u32
  /** The address that will be needed to find the class, and the one to add it; or 0. */
  found: usize
  added: usize
}

const soughts = memory.data(TOGETHER * offsetof<Sought>(), 8)

/**
 * Locates rows that will be added soon, given as at most TOGETHER addresses: sets a row's parent to the node of its
 * module and `next` to the hash of its class, or the parent to 0. Where classes are many, each step needs distant
 * memory: loaded for several rows together, it takes the time of one.
 */
export function locate(rows: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) seekModule(Soughts.at(i), Soughts.row(rows, i))
  for (let i: u32 = 0; i < count; i++) {
    const node = changetype<Node>(Soughts.row(rows, i).parent)
    // its own length, not the one sought: another path may have the same hash, and end where memory does
    if (changetype<usize>(node) !== 0) touchBoth(node.path, node.path + node.length - 1)
  }
  for (let i: u32 = 0; i < count; i++) locateClass(Soughts.at(i), Soughts.row(rows, i))
  for (let i: u32 = 0; i < count; i++) {
    const added = Soughts.at(i).added
    touch(Soughts.at(i).found)
    touchBoth(added, added + offsetof<Node>() - 1)
  }
}

class Soughts {
  @inline
  static at(i: u32): Sought {
    return changetype<Sought>(soughts + <usize>i * offsetof<Sought>())
  }

  @inline
  static row(rows: usize, i: u32): Row {
    return changetype<Row>(load<u32>(rows + ((<usize>i) << 2)))
  }
}

/** Sets the row's parent to a node that may be its module's, or to 0. */
function seekModule(sought: Sought, row: Row): void {
  const name = row.name
  row.parent = 0
  sought.found = 0
  sought.added = 0
  const part = lastPart(name, name + row.nameLength)
  if (part === name || isLastClass(row, <u32>(part - 1 - name))) return
  const end = part - 1
  const classPart = lastPart(name, end)
  if (classPart === name) return
  const module = <u32>(classPart - 1 - name)
  const mix = mixed(name, module)
  sought.mix = mix
  sought.part = classPart
  sought.length = <u32>(end - classPart)
  sought.module = module
  row.parent = perhaps(mix)
}

function locateClass(sought: Sought, row: Row): void {
  if (row.parent === 0) return
  const node = recent(sought.mix, row.name, sought.module)
  row.parent = node
  if (node === 0) return
  const hash = hashOfPlace(node, sought.part, sought.length)
  row.next = hash
  if (hash === 0) return
  sought.found = groupOf(hash)
  sought.added = changetype<Node>(node).spare
}

/**
 * Adds a test to the tree, which refers to the name's bytes. Its row was located, or has no parent. Returns
 * whether an earlier test has the name.
 */
export function addToTree(row: Row): bool {
  const name = row.name
  const end = name + row.nameLength
  const part = lastPart(name, end)
  const parent = part === name ? root : classNode(row, <u32>(part - 1 - name))
  row.parent = parent
  const known = findPlace(parent, part, <u32>(end - part))
  if (known === 0) {
    row.next = 0
    addPlace(parent, placeOfRow(row))
    return false
  }
  const node = changetype<Node>(nodeOf(known))
  const isTaken = node.test !== 0
  node.test = changetype<usize>(row)
  return isTaken
}

/** Whether a test has that name. */
export function hasTest(name: usize, length: u32): bool {
  const end = name + length
  let place = root
  let part = name
  while (true) {
    const dot = find(DOT, part, end)
    place = findPlace(place, part, <u32>(dot - part))
    if (place === 0) return false
    if (dot === end) return isRow(place) || changetype<Node>(place).test !== 0
    if (isRow(place)) return false
    part = dot + 1
  }
}

/** The address of a path's last part. */
function lastPart(path: usize, end: usize): usize {
  const dot = findLast(DOT, path, end)
  return dot === path && (dot === end || load<u8>(dot) !== DOT) ? path : dot + 1
}

/** The node of the test's class, which is the first `length` bytes of its name. */
function classNode(row: Row, length: u32): usize {
  const tags = changetype<TagSet>(row.tags)
  if (isLastClass(row, length)) return tags.lastClass
  const node = newClass(row, length)
  tags.lastClass = node
  tags.lastPath = row.name
  tags.lastLength = length
  return node
}

/** Whether the test's class is that of the one before on the same worker, whose tags it has: most are. */
function isLastClass(row: Row, length: u32): bool {
  const before = changetype<TagSet>(row.tags)
  return before.lastClass !== 0 && before.lastLength === length && same(before.lastPath, row.name, length)
}

/** The node of a class, below that of its module, which may be a recent one. */
function newClass(row: Row, length: u32): usize {
  const path = row.name
  const end = path + length
  const part = lastPart(path, end)
  if (part === path) return child(root, path, path, length)
  if (row.parent !== 0) return child(row.parent, path, part, <u32>(end - part), <u32>row.next)
  const module = <u32>(part - 1 - path)
  const mix = mixed(path, module)
  const node = recent(mix, path, module) || remember(mix, nodeOfPath(path, part - 1))
  return child(node, path, part, <u32>(end - part))
}

function nodeOfPath(path: usize, end: usize): usize {
  let node = root
  let part = path
  while (true) {
    const at = find(DOT, part, end)
    node = child(node, path, part, <u32>(at - part))
    if (at >= end) return node
    part = at + 1
  }
}

/** The node below `parent` for the part that ends the path; created if missing. */
function child(parent: usize, path: usize, part: usize, length: u32, hash: u32 = 0): usize {
  const known = findPlace(parent, part, length, hash)
  if (known !== 0) return nodeOf(known)
  const node = newNode(parent, path, <u32>(part - path) + length)
  addPlace(parent, node)
  return node
}

/** The node of a place; created if the place was only a test's row so far. */
function nodeOf(place: usize): usize {
  if (!isRow(place)) return place
  const row = rowOf(place)
  const node = newNode(row.parent, row.name, row.nameLength)
  changetype<Node>(node).next = row.next
  changetype<Node>(node).test = changetype<usize>(row)
  row.flags |= HAS_NODE
  row.next = node
  return node
}
