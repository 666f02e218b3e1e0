/** The nodes of the tree as objects, created on first access: most are too small to be seen. */

import type { Status } from '../../format/exported.ts'
import { type ClassTree, SEPARATORS } from '../data/class-tree.ts'
import { statusOfRank } from '../data/ranks.ts'
import type { Tests } from '../data/tests.ts'
import { statusOf } from '../text/status.ts'
import type { TreeSums } from './sums.ts'

export type By = 'time' | 'count'

/** What all nodes of a tree share. */
interface Grown {
  readonly tests: Tests
  readonly tree: ClassTree
  readonly sums: TreeSums
  readonly by: By
}

/** Returns the root. */
export const growTree = (tests: Tests, tree: ClassTree, sums: TreeSums, by: By): TreeNode =>
  new TreeNode({ tests, tree, sums, by }, 0, null)

export class TreeNode {
  /** Its number in tree and sums. */
  readonly n: number
  readonly parent: TreeNode | null
  private readonly of: Grown
  private known: readonly TreeNode[] | null = null

  constructor(of: Grown, n: number, parent: TreeNode | null) {
    this.of = of
    this.n = n
    this.parent = parent
  }

  /** `a.b.TestC.`, with its separator; empty: all. */
  get path(): string {
    const { tests, tree } = this.of
    return classAt(tests, tree.below[this.n]).slice(0, tree.length[this.n])
  }

  /** `TestC.` */
  get name(): string {
    return this.path.slice(this.of.tree.length[this.parent?.n ?? 0])
  }

  /** Microseconds. This and the values that follow include all that is below the node. */
  get time(): number {
    return this.of.sums.time[this.n]
  }

  /** The time, or null if no test has a duration. */
  get knownTime(): number | null {
    return this.of.sums.timed[this.n] > 0 ? this.time : null
  }

  get count(): number {
    return this.of.sums.count[this.n]
  }

  get failed(): number {
    return this.of.sums.failed[this.n]
  }

  /** Rank of the worst status. */
  get worst(): number {
    return this.of.sums.worst[this.n]
  }

  /** Those that have tests, largest first. */
  get children(): readonly TreeNode[] {
    this.known ??= this.makeChildren()
    return this.known
  }

  /** Of one of its own tests; −1: of the node, the worst of those at or below it. */
  statusOf(test: number): Status {
    return test < 0 ? statusOfRank(this.worst) : statusOf(this.of.tests, test)
  }

  /** Of one of its own tests, or with −1 of the node: the name below its parent's. */
  labelOf(test: number): string {
    return test < 0 ? labelOf(this.name) : this.of.tests.name(test).slice(this.path.length)
  }

  private makeChildren(): readonly TreeNode[] {
    const { sums, by, tree } = this.of
    const { count } = sums
    const size = sums[by]
    const children: TreeNode[] = []
    for (let child = tree.firstChild[this.n]; child < tree.firstChild[this.n + 1]; child++) {
      if (count[child] > 0) children.push(new TreeNode(this.of, child, this))
    }
    return children.sort(
      (a, b) => size[b.n] - size[a.n] || count[b.n] - count[a.n] || (a.path < b.path ? -1 : 1),
    )
  }
}

/** The name without its last separator, if it is more than that; `All tests` for the root. */
export const labelOf = (name: string): string => name.replace(/(?<=.)(?:\.|\/|::)$/, '') || 'All tests'

/** Name of the n-th class, numbered across all runs. */
function classAt({ names }: Tests, n: number): string {
  let at = n
  for (const run of names) {
    const classes = run?.classes ?? []
    if (at < classes.length) return classes[at]
    at -= classes.length
  }
  return ''
}

/** The node of a path, which may lack its last separator; null if there is none. */
export function findNode(root: TreeNode, path: string): TreeNode | null {
  for (const end of ['', ...SEPARATORS]) {
    const node = nodeAt(root, path + end)
    if (node !== null) return node
  }
  return null
}

function nodeAt(root: TreeNode, path: string): TreeNode | null {
  // several children may be prefixes of the path, as `a.` and `a.py::` are; no recursion: names may be deep
  const waiting = [root]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at.path === path) return at
    waiting.push(...at.children.filter((child) => path.startsWith(child.path)))
  }
  return null
}

/** From the root to the node. */
export function pathTo(node: TreeNode): TreeNode[] {
  const path: TreeNode[] = []
  for (let at: TreeNode | null = node; at !== null; at = at.parent) path.push(at)
  return path.toReversed()
}
