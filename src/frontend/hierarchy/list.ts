/** The rows of the list: the tree without what is below closed nodes. */

import { type TreeSums, testsIn } from './sums.ts'
import type { TreeNode } from './tree.ts'

export interface ListRow {
  /** Unique among the rows. */
  readonly key: string
  readonly node: TreeNode
  /** −1: the node itself. MORE: a link to what is not listed. */
  readonly test: number
  /** From 1. */
  readonly level: number
  /** Null: a row that cannot be opened. */
  readonly open: boolean | null
}

export const MORE = -2
/** Children, and tests, listed of one node; the table has the rest. */
const MOST = 200

export function listRows(sums: TreeSums, top: TreeNode, open: ReadonlySet<string>): ListRow[] {
  const rows: ListRow[] = []
  function add(node: TreeNode, level: number): void {
    const isOpen = node === top || open.has(node.path)
    rows.push({ key: node.path, node, test: -1, level, open: isOpen })
    if (!isOpen) return
    for (const child of node.children.slice(0, MOST)) add(child, level + 1)
    const own = testsIn(sums, node.n)
    for (const test of own.slice(0, MOST)) {
      rows.push({ key: `${node.path} ${test}`, node, test, level: level + 1, open: null })
    }
    if (node.children.length > MOST || own.length > MOST) {
      rows.push({ key: `${node.path} more`, node, test: MORE, level: level + 1, open: null })
    }
  }
  add(top, 1)
  return rows
}

/** Paths open by default: down to the first node whose largest child has less than 90 % of its tests. */
export function openAtFirst(top: TreeNode): Set<string> {
  const open = new Set<string>()
  for (let at = top; ; at = at.children[0]) {
    open.add(at.path)
    if (at.children.length === 0 || at.children[0].count < at.count * 0.9) return open
  }
}
