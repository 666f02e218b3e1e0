/** Builds the tree of a run's names by their `.`-separated parts; `write-tree.ts` writes it. */

import { find, findLast } from '../memory/bytes'
import { TagSet } from '../subunit/tags'
import { forgetNodes, isRow, Node, newNode, placeOfRow, root, rowOf } from './nodes'
import { addPlace, findPlace, forgetPlaces } from './places'
import { forgetRecent, isPath, mixed, recent, remember } from './recent'
import { HAS_NODE, Row } from './rows'

const DOT: u8 = 46
const ALL = memory.data<u8>([97, 108, 108])

export function forgetTree(): void {
  forgetNodes(ALL, 3)
  forgetPlaces()
  forgetRecent()
}

/** Adds a test to the tree, which refers to the name's bytes. Returns whether an earlier test has it. */
export function addToTree(row: Row): bool {
  const name = row.name
  const end = name + row.nameLength
  const part = lastPart(name, end)
  const parent = part === name ? root : classNode(changetype<TagSet>(row.tags), name, <u32>(part - 1 - name))
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

/** The node of a class. Most tests follow one of the same class on the same worker, whose tags they have. */
function classNode(tags: TagSet, path: usize, length: u32): usize {
  const before = tags.lastClass
  if (before !== 0 && isPath(before, path, length)) return before
  const node = newClass(path, length)
  tags.lastClass = node
  return node
}

/** The node of a class, below that of its module, which may be a recent one. */
function newClass(path: usize, length: u32): usize {
  const end = path + length
  const part = lastPart(path, end)
  if (part === path) return child(root, path, path, length)
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
function child(parent: usize, path: usize, part: usize, length: u32): usize {
  const known = findPlace(parent, part, length)
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
