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
const PIECES = /(?:[^./:]|\.(?=[a-z]{1,4}::)|:(?!:))+(?:\.|\/|::)?|[./:]+/g

export function buildTree(sums: ClassSums, by: By): TreeNode {
  const root = nodeOf('', '', null)
  const known = new Map<string, TreeNode>()
  sums.names.forEach((name, n) => {
    const node = reach(known, root, name)
    node.own = n
    for (let at: TreeNode | null = node; at !== null; at = at.parent) {
      at.time += sums.time[n]
      at.count += sums.count[n]
      at.failed += sums.failed[n]
      at.worst = Math.max(at.worst, sums.worst[n])
    }
  })
  sort(root, by)
  return root
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

/** `known`: path → node, for a module may have thousands of children. */
function reach(known: Map<string, TreeNode>, root: TreeNode, name: string): TreeNode {
  let at = root
  for (const piece of name.match(PIECES) ?? []) {
    const path = at.path + piece
    let next = known.get(path)
    if (next === undefined) {
      next = nodeOf(piece, path, at)
      known.set(path, next)
      at.children.push(next)
    }
    at = next
  }
  return at
}

function sort(node: TreeNode, by: By): void {
  node.children.sort((a, b) => b[by] - a[by] || b.count - a.count || (a.path < b.path ? -1 : 1))
  for (const child of node.children) sort(child, by)
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
