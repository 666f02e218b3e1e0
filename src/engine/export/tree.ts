/** Builds the tree of a run's names by their `.`-separated parts; `write-tree.ts` writes it. */

import { find, findLast, same } from '../memory/bytes'
import { forgetNodes, isRow, Node, newNode, placeOfRow, root, rowOf } from './nodes'
import { addPlace, findPlace, forgetPlaces } from './places'
import { HAS_NODE, Row } from './rows'

const DOT: u8 = 46
const ALL = memory.data<u8>([97, 108, 108])

/**
 * Caches of recent nodes by the ends of their paths: of classes, since most tests follow one of the same
 * class, and of modules. A slot has the node, and half of its path's hash.
 */
const RECENT: u32 = 8192
const RECENT_SIZE: usize = 8
const classes = memory.data(RECENT * 8)
const modules = memory.data(RECENT * 8)

export function forgetTree(): void {
  forgetNodes(ALL, 3)
  forgetPlaces()
  memory.fill(classes, 0, <usize>RECENT * RECENT_SIZE)
  memory.fill(modules, 0, <usize>RECENT * RECENT_SIZE)
}

/** Adds a test to the tree, which refers to the name's bytes. Returns whether an earlier test has it. */
export function addToTree(row: Row): bool {
  const name = row.name
  const end = name + row.nameLength
  const part = lastPart(name, end)
  const parent = part === name ? root : classNode(name, <u32>(part - 1 - name))
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

function classNode(path: usize, length: u32): usize {
  const mix = mixed(path, length)
  const slot = classes + slotOf(mix)
  if (!isAt(slot, path, length, mix)) remember(slot, mix, newClass(path, length))
  return load<u32>(slot)
}

/** The node of a class that is not cached; its module's node may be. */
function newClass(path: usize, length: u32): usize {
  const end = path + length
  const part = lastPart(path, end)
  if (part === path) return child(root, path, path, length)
  const module = <u32>(part - 1 - path)
  const mix = mixed(path, module)
  const slot = modules + slotOf(mix)
  if (!isAt(slot, path, module, mix)) remember(slot, mix, nodeOfPath(path, part - 1))
  return child(load<u32>(slot), path, part, <u32>(end - part))
}

/** Hashes the end of a path. Not keyed: paths that collide on purpose only make the cache useless. */
function mixed(path: usize, length: u32): u64 {
  const end = path + length
  let all = load<u64>(end - 8) ^ rotl(load<u64>(end - 16), 32) ^ length
  if (length >= 24) all ^= rotl(load<u64>(end - 24), 16)
  return all * 0x9e3779b97f4a7c15
}

function slotOf(mix: u64): usize {
  return <usize>(mix >> 51) * RECENT_SIZE
}

/** Whether the slot has the node of that path; for most other paths the hash already differs. */
function isAt(slot: usize, path: usize, length: u32, mix: u64): bool {
  return load<u32>(slot + 4) === <u32>mix && load<u32>(slot) !== 0 && isPath(load<u32>(slot), path, length)
}

function isPath(node: usize, path: usize, length: u32): bool {
  const known = changetype<Node>(node)
  return known.length === length && same(known.path, path, length)
}

function remember(slot: usize, mix: u64, node: usize): void {
  store<u32>(slot, node)
  store<u32>(slot + 4, <u32>mix)
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
