/**
 * Lays out the icicle: a box's width is its tests' time or count, and its children are below it.
 *
 *     row 0  │ nova.                                  │
 *     row 1  │ virt.              │ compute.   │ db.  │
 *     row 2  │ libvirt. │ hyperv. │ TestApi.  ┃│      │   ┃ failing: 2 pixels, however short it was
 *     row 3  │▫▫▫▫▫▫▫▫│                                  tests, where they are wide enough
 */

import { FAILING_RANK, RANK_OF_CODE } from '../data/ranks.ts'
import type { Tests } from '../data/tests.ts'
import { type TreeSums, testsIn, timeOf } from './sums.ts'
import type { By, TreeNode } from './tree.ts'

/** Pixels from the left. */
export interface Box {
  readonly node: TreeNode
  /** A test of the node's own; −1: the node itself. */
  readonly test: number
  readonly row: number
  readonly left: number
  readonly right: number
}

export interface Hierarchy {
  readonly tests: Tests
  readonly sums: TreeSums
  readonly root: TreeNode
  readonly by: By
}

/** Pixels. Narrower boxes are not drawn, unless something failed: these are widened. */
const LEAST = 1
const FAILING = 2
/** Rows below the top. A browser draws no picture of thousands, which one name may have; zooming shows more. */
const DEEPEST = 100
/** Average pixels per test from which a class shows all its tests; others only show tests of that width. */
const TESTS_FROM = 3

export function layoutIcicle(hierarchy: Hierarchy, top: TreeNode, width: number): Box[] {
  const { tests, sums } = hierarchy
  // in a run without times all tests have the same size
  const by = hierarchy.by === 'time' && top.time > 0 ? 'time' : 'count'
  const boxes: Box[] = []

  function place(node: TreeNode, row: number, left: number, right: number): void {
    boxes.push({ node, test: -1, row, left, right })
    if (row === DEEPEST) return
    const scale = node[by] > 0 ? (right - left) / node[by] : 0
    let at = left
    let taken = left - 1
    for (const child of node.children) {
      const size = child[by] * scale
      const failing = child.failed > 0
      const box = fit(at, size, left, right, failing)
      // one of the failing boxes that share a pixel is enough
      if (box !== null && (size >= LEAST || box[0] >= taken + 1)) {
        place(child, row + 1, ...box)
        if (failing) taken = box[0]
      }
      at += size
    }
    if (right - left < TESTS_FROM && node.failed === 0) return
    const own = testsIn(sums, node.n)
    const isWide = node === top || right - left >= own.length * TESTS_FROM
    placeTests(node, own, row + 1, at, scale, [left, right], isWide ? LEAST : TESTS_FROM)
  }

  function placeTests(
    node: TreeNode,
    own: readonly number[],
    row: number,
    from: number,
    scale: number,
    [left, right]: readonly [number, number],
    least: number,
  ): void {
    let at = from
    let taken = left - 1
    for (const test of own) {
      const size = (by === 'time' ? timeOf(tests, test) : 1) * scale
      const failing = isFailing(tests, test)
      const box = failing || size >= least ? fit(at, size, left, right, failing) : null
      if (box !== null && (size >= LEAST || box[0] >= taken + 1)) {
        boxes.push({ node, test, row, left: box[0], right: box[1] })
        if (failing) taken = box[0]
      }
      at += size
    }
  }

  place(top, 0, 0, width)
  return boxes
}

/** Left and right of a box, inside its parent; null if it is too narrow to be seen. */
function fit(
  at: number,
  size: number,
  left: number,
  right: number,
  failing: boolean,
): readonly [number, number] | null {
  if (size < LEAST && !failing) return null
  const wide = failing ? Math.max(size, FAILING) : size
  const start = Math.max(left, Math.min(at, right - wide))
  return [start, Math.min(right, start + wide)]
}

export const isFailing = (tests: Pick<Tests, 'status'>, test: number): boolean =>
  RANK_OF_CODE[tests.status[test]] >= FAILING_RANK

/** Failing boxes are drawn last, over the others, and so are also preferred by hit tests. */
export const isLoud = (tests: Tests, { node, test }: Box): boolean =>
  test < 0 ? node.failed > 0 : isFailing(tests, test)

/** The box at a position; a failing one is preferred to the one that it covers. Null if there is none. */
export function boxAt(tests: Tests, boxes: readonly Box[], x: number, row: number): Box | null {
  const there = boxes.filter((box) => box.row === row && box.left <= x && x < box.right)
  return there.find((box) => isLoud(tests, box)) ?? there[0] ?? null
}

/** The box above, below or beside, by arrow key; `from` if there is none. */
export function neighbour(boxes: readonly Box[], from: Box, key: string): Box {
  const steps: Readonly<Record<string, () => Box | undefined>> = {
    ArrowUp: () => boxes.find((b) => b.row === from.row - 1 && b.left <= from.left && b.right >= from.right),
    ArrowDown: () =>
      boxes.find((b) => b.row === from.row + 1 && b.left >= from.left && b.right <= from.right),
    ArrowLeft: () => beside[beside.indexOf(from) - 1],
    ArrowRight: () => beside[beside.indexOf(from) + 1],
  }
  const beside = boxes.filter((box) => box.row === from.row).sort((a, b) => a.left - b.left)
  return steps[key]?.() ?? from
}
