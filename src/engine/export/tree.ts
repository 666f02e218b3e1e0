/** Builds the tree of a run's names by their `.`-separated parts; `write-tree.ts` writes it. */

import { find, findLast } from '../memory/bytes'
import { TOGETHER, touch } from '../memory/touch'
import { TagSet } from '../subunit/tags'
import { forgetNodes, isRow, Node, newNode, placeOfRow, root, rowOf } from './nodes'
import { addPlace, findPlace, forgetPlaces, groupOf, hashOfPlace } from './places'
import { forgetRecent, isPath, mixed, recent, remember } from './recent'
import { HAS_NODE, Row } from './rows'

const DOT: u8 = 46
const ALL = memory.data<u8>([97, 108, 108])

export function forgetTree(): void {
  forgetNodes(ALL, 3)
  forgetPlaces()
  forgetRecent()
}

/** The addresses that are needed for the rows that are located together. */
const needed = memory.data(TOGETHER * 4)

/**
 * Locates rows that will be added soon, given as at most TOGETHER addresses. Where classes are many, each needs distant
 * memory: loaded for several rows together, it takes the time of one.
 */
export function locate(rows: usize, count: u32): void {
  const size = (<usize>count) << 2
  for (let i: usize = 0; i < size; i += 4) {
    store<u32>(needed + i, locateClass(changetype<Row>(load<u32>(rows + i))))
  }
  for (let i: usize = 0; i < size; i += 4) touch(load<u32>(needed + i))
}

/**
 * Sets the row's parent to the node of its module and `next` to the hash of its class, or the parent to 0.
 * Returns the address that will be needed, or 0.
 */
function locateClass(row: Row): usize {
  const name = row.name
  row.parent = 0
  const part = lastPart(name, name + row.nameLength)
  if (part === name || isLastClass(row, <u32>(part - 1 - name))) return 0
  const end = part - 1
  const classPart = lastPart(name, end)
  if (classPart === name) return 0
  const module = <u32>(classPart - 1 - name)
  const node = recent(mixed(name, module), name, module)
  if (node === 0) return 0
  row.parent = node
  const hash = hashOfPlace(node, classPart, <u32>(end - classPart))
  row.next = hash
  return hash === 0 ? 0 : groupOf(hash)
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
  return node
}

/** Whether the test's class is that of the one before on the same worker, whose tags it has: most are. */
function isLastClass(row: Row, length: u32): bool {
  const before = changetype<TagSet>(row.tags).lastClass
  return before !== 0 && isPath(before, row.name, length)
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
