/** The names of a run as a tree of their `.`-separated parts. */

import { room } from '../memory/arena'
import { find, hash, same } from '../memory/bytes'
import { Entry, Table } from '../memory/table'
import { putName, putString } from './json'
import { Out } from './out'
import { rowAt } from './rows'
import { LONGEST_FIELDS, putRest, putStatusFields } from './test-fields'

const DOT: u8 = 46
const NONE: u32 = u32.MAX_VALUE
const ALL = 'all'

/** The key is the part, the context the parent. */
@unmanaged
class Node extends Entry {
  firstChild: usize
  lastChild: usize
  nextSibling: usize
  /** The last test that has the node's path for its name. */
  test: u32
}

const children = changetype<Table>(memory.data(offsetof<Table>()))
/**
 * Nodes of classes that were met of late, by the hash of their path: most tests stand beside another
 * of their class. Of each the address of the path, its length, and the node.
 */
const RECENT: u32 = 1024
const RECENT_SIZE: usize = 12
const recent = memory.data(RECENT * 12)
const tree = changetype<Out>(memory.data(offsetof<Out>(), 8))
let root: usize = 0

export function forgetTree(): void {
  children.forget()
  memory.fill(recent, 0, <usize>RECENT * RECENT_SIZE)
  const name = room(ALL.length)
  for (let i = 0; i < ALL.length; i++) store<u8>(name + i, <u8>ALL.charCodeAt(i))
  root = changetype<usize>(newNode(0, name, ALL.length))
}

function newNode(parent: usize, part: usize, length: u32): Node {
  const node = changetype<Node>(room(offsetof<Node>()))
  node.context = <u32>parent
  node.key = part
  node.length = length
  node.firstChild = 0
  node.lastChild = 0
  node.nextSibling = 0
  node.test = NONE
  return node
}

/** Says that the n-th test has that name, whose bytes stay; returns whether another had it before. */
export function addToTree(name: usize, length: u32, n: u32): bool {
  const end = name + length
  let part = end
  while (part > name && load<u8>(part - 1) !== DOT) part--
  const parent = part === name ? root : classNode(name, <u32>(part - 1 - name))
  const node = changetype<Node>(child(parent, part, <u32>(end - part)))
  const wasTaken = node.test !== NONE
  node.test = n
  return wasTaken
}

/** Whether a test has that name. */
export function hasTest(name: usize, length: u32): bool {
  const end = name + length
  let node = root
  let part = name
  while (node !== 0) {
    const dot = find(DOT, part, end)
    node = children.find(<u32>node, part, <u32>(dot - part))
    if (dot === end) break
    part = dot + 1
  }
  return node !== 0 && changetype<Node>(node).test !== NONE
}

function classNode(path: usize, length: u32): usize {
  const slot = slotOf(path, length)
  if (isAt(slot, path, length)) return load<u32>(slot + 8)
  const node = newClass(path, length)
  store<u32>(slot, path)
  store<u32>(slot + 4, length)
  store<u32>(slot + 8, node)
  return node
}

/** The node of a class that was not met of late, below that of a module that perhaps was. */
function newClass(path: usize, length: u32): usize {
  const end = path + length
  let part = end
  while (part > path && load<u8>(part - 1) !== DOT) part--
  if (part === path) return child(root, path, length)
  const module = <u32>(part - 1 - path)
  const slot = slotOf(path, module)
  if (!isAt(slot, path, module)) {
    store<u32>(slot, path)
    store<u32>(slot + 4, module)
    store<u32>(slot + 8, nodeOf(path, part - 1))
  }
  return child(load<u32>(slot + 8), part, <u32>(end - part))
}

function slotOf(path: usize, length: u32): usize {
  return recent + <usize>(hash(path, length, 0) % RECENT) * RECENT_SIZE
}

function isAt(slot: usize, path: usize, length: u32): bool {
  return load<u32>(slot + 8) !== 0 && load<u32>(slot + 4) === length && same(load<u32>(slot), path, length)
}

function nodeOf(path: usize, end: usize): usize {
  let node = root
  let part = path
  while (true) {
    const at = find(DOT, part, end)
    node = child(node, part, <u32>(at - part))
    if (at >= end) return node
    part = at + 1
  }
}

function child(parent: usize, part: usize, length: u32): usize {
  const known = children.find(<u32>parent, part, length)
  if (known !== 0) return known
  const node = newNode(parent, part, length)
  children.add(node)
  const above = changetype<Node>(parent)
  if (above.firstChild === 0) above.firstChild = changetype<usize>(node)
  else changetype<Node>(above.lastChild).nextSibling = changetype<usize>(node)
  above.lastChild = changetype<usize>(node)
  return changetype<usize>(node)
}

/** Writes the tree: one root, the first part where all names share it, otherwise `all`. */
export function writeTree(): void {
  tree.open(2)
  const first = changetype<Node>(root).firstChild
  const top = first !== 0 && changetype<Node>(first).nextSibling === 0 ? first : root
  // by hand, not by recursion: a name may have any number of parts
  for (let at = top; ; ) {
    const node = changetype<Node>(at)
    putFields(node)
    if (node.firstChild !== 0) {
      tree.text(',"children":[')
      at = node.firstChild
      continue
    }
    tree.byte(125)
    while (at !== top && changetype<Node>(at).nextSibling === 0) {
      at = changetype<Node>(at).context
      tree.text(']}')
    }
    if (at === top) break
    tree.byte(44)
    at = changetype<Node>(at).nextSibling
  }
  tree.flush()
}

function putFields(node: Node): void {
  tree.text('{"name":')
  putString(tree, node.key, node.length)
  if (node.test === NONE) return
  const row = rowAt(node.test)
  tree.reserve(LONGEST_FIELDS)
  store<u8>(tree.at, 44)
  tree.at = putStatusFields(tree.at + 1, row.status, row.start, row.end)
  putRest(tree, row.tags, row.start, row.end)
  tree.text(',"name_full":')
  putName(tree, row)
}
