/** The rows of the list: the tree without what is below closed nodes. */

import { isFailing } from '../data/ranks.ts'
import type { Hierarchy } from './layout.ts'
import { testsIn, timeOf } from './sums.ts'
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
/** Children, and tests, listed of one node, of which the table has the rest; and levels open at first. */
const MOST = 200

export function listRows(hierarchy: Hierarchy, top: TreeNode, open: ReadonlySet<string>): ListRow[] {
  const rows: ListRow[] = []
  const nodeRow = (node: TreeNode, level: number): ListRow => {
    const isOpen = node === top || open.has(node.path)
    return { key: node.path, node, test: -1, level, open: isOpen }
  }
  // no recursion: names may be deep
  const waiting = [nodeRow(top, 1)]
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    rows.push(row)
    if (!row.open) continue
    const { node, level } = row
    const leaf = (test: number, key: number | string): ListRow => {
      return { key: `${node.path} ${key}`, node, test, level: level + 1, open: null }
    }
    const own = worstFirst(hierarchy, testsIn(hierarchy.sums, node.n))
    const more = node.children.length > MOST || own.length > MOST
    const below = [
      ...node.children.slice(0, MOST).map((child) => nodeRow(child, level + 1)),
      ...own.slice(0, MOST).map((test) => leaf(test, test)),
      ...(more ? [leaf(MORE, 'more')] : []),
    ]
    waiting.push(...below.toReversed())
  }
  return rows
}

/** Failing tests first, as the list may be cut; then, if sized by time, the longest. */
function worstFirst({ tests, by }: Hierarchy, own: readonly number[]): number[] {
  const weight = (test: number): number =>
    (isFailing(tests, test) ? 2 ** 52 : 0) + (by === 'time' ? timeOf(tests, test) : 0)
  return own.toSorted((a, b) => weight(b) - weight(a))
}

/** Paths open by default: down to the first node whose largest child has less than 90 % of its tests. */
export function openAtFirst(top: TreeNode): Set<string> {
  const open = new Set<string>()
  for (let at = top; ; at = at.children[0]) {
    open.add(at.path)
    if (open.size === MOST || at.children.length === 0 || at.children[0].count < at.count * 0.9) return open
  }
}
