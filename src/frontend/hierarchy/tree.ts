/**
 * Modules over classes, from the names of the classes alone:
 *
 *     a.b.TestC. ┐      all ─ a. ─ b. ┬ TestC.
 *     a.b.TestD. ┘                    └ TestD.
 */

import type { ClassSums } from './classes.ts'

export type By = 'time' | 'count'

export interface TreeNode {
  /** `TestC.`, with its separator; empty: all. */
  readonly name: string
  /** `a.b.TestC.` */
  readonly path: string
  readonly parent: TreeNode | null
  /** Largest first. */
  readonly children: TreeNode[]
  /** The class of that name: index into the sums; −1 where no test is right in it. */
  own: number
  /** Microseconds; this and what follows with all that is below. */
  time: number
  count: number
  failed: number
  /** Rank of the worst status. */
  worst: number
}

/** Pieces with their separators: behind `.`, `/`, `::`; the dot of a file's name, as in `a.py::`, is none. */
const PIECE = /(?:[^./:]|\.(?=[a-z]{1,4}::)|:(?!:))+(?:\.|\/|::)?|[./:]+/y

export function buildTree(sums: ClassSums, by: By): TreeNode {
  const root = nodeOf('', '', null)
  const known: Known = new Map()
  let node = root
  sums.names.forEach((name, n) => {
    // from the last one on: classes of a module stand together
    while (!name.startsWith(node.path)) node = node.parent ?? root
    node = reach(known, node, name)
    node.own = n
    node.time = sums.time[n]
    node.count = sums.count[n]
    node.failed = sums.failed[n]
    node.worst = sums.worst[n]
  })
  gather(root, by)
  return root
}

/** Adds up what is below, and has the largest first. */
function gather(node: TreeNode, by: By): void {
  for (const child of node.children) {
    gather(child, by)
    node.time += child.time
    node.count += child.count
    node.failed += child.failed
    node.worst = Math.max(node.worst, child.worst)
  }
  node.children.sort((a, b) => b[by] - a[by] || b.count - a.count || (a.path < b.path ? -1 : 1))
}

const nodeOf = (name: string, path: string, parent: TreeNode | null): TreeNode => ({
  name,
  path,
  parent,
  children: [],
  own: -1,
  time: 0,
  count: 0,
  failed: 0,
  worst: 0,
})

/** Node → its children by their names, for a module may have thousands of them. */
type Known = Map<TreeNode, Map<string, TreeNode>>

/** From a node on the way. */
function reach(known: Known, from: TreeNode, name: string): TreeNode {
  let at = from
  for (PIECE.lastIndex = from.path.length; PIECE.test(name); ) {
    const piece = name.slice(at.path.length, PIECE.lastIndex)
    const children = known.get(at) ?? new Map<string, TreeNode>()
    known.set(at, children)
    let next = children.get(piece)
    if (next === undefined) {
      next = nodeOf(piece, name.slice(0, PIECE.lastIndex), at)
      children.set(piece, next)
      at.children.push(next)
    }
    at = next
  }
  return at
}

/** The node of a path; null where there is none. */
export function findNode(root: TreeNode, path: string): TreeNode | null {
  let at: TreeNode | undefined = root
  while (at !== undefined && at.path !== path) {
    at = at.children.find((child) => path.startsWith(child.path))
  }
  return at ?? null
}

/** From the root to the node. */
export function pathTo(node: TreeNode): TreeNode[] {
  return node.parent === null ? [node] : [...pathTo(node.parent), node]
}
