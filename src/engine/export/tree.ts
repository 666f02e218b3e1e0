/** The names of a run as a tree of their `.`-separated parts; `write-tree.ts` writes it. */

import { find, findLast, same } from '../memory/bytes'
import { forgetNodes, isRow, Node, newNode, placeOfRow, root, rowOf } from './nodes'
import { addPlace, findPlace, forgetPlaces } from './places'
import { HAS_NODE, Row } from './rows'

const DOT: u8 = 46
const ALL = memory.data<u8>([97, 108, 108])

/**
 * Nodes that were met of late, by the end of their path: of classes, since most tests stand beside
 * another of their class, and of modules. Of each the node, and half of what its path was mixed to.
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

/** Puts a test into the tree; its name's bytes stay. Returns whether another test had its name before. */
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

/** Where the last part of a path begins. */
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

/** The node of a class that was not met of late, below that of a module that perhaps was. */
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

/** By what the path ends with: whoever makes ends alike, makes it slower, and no more. */
function mixed(path: usize, length: u32): u64 {
  const end = path + length
  let all = load<u64>(end - 8) ^ rotl(load<u64>(end - 16), 32) ^ length
  if (length >= 24) all ^= rotl(load<u64>(end - 24), 16)
  return all * 0x9e3779b97f4a7c15
}

function slotOf(mix: u64): usize {
  return <usize>(mix >> 51) * RECENT_SIZE
}

/** Whether the node of that path is in the slot; most others are told by their mix. */
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

/** The node below another of the part that ends the path. */
function child(parent: usize, path: usize, part: usize, length: u32): usize {
  const known = findPlace(parent, part, length)
  if (known !== 0) return nodeOf(known)
  const node = newNode(parent, path, <u32>(part - path) + length)
  addPlace(parent, node)
  return node
}

/** The node of a place, which may have been a test's alone until now. */
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
