/**
 * Lays out the icicle: a box's width is its tests' time or count, and its children are below it.
 *
 *     row 0  │ nova.                                  │
 *     row 1  │ virt.              │ compute.   │ db.  │
 *     row 2  │ libvirt. │ hyperv. │ TestApi.  ┃│      │   ┃ failing: 2 pixels, however short it was
 *     row 3  │▫▫▫▫▫▫▫▫│                                  tests, where they are wide enough
 *
 * With thousands of failures those pixels would be all that a row shows, if only a fortieth failed. From the
 * first such row on, boxes have their true widths and feet, and the rows above show the share.
 */

import { clamp } from '../data/clamp.ts'
import { isFailing } from '../data/ranks.ts'
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
  /** Pixels: the least width of the red that shows how much of the node failed. */
  readonly foot: number
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
/** Share of a row that may be red beyond what failed. */
const MOST_ADDED = 0.5

export function layoutIcicle(hierarchy: Hierarchy, top: TreeNode, width: number): Box[] {
  const { boxes, added } = layoutRows(hierarchy, top, width, Number.POSITIVE_INFINITY)
  const crowded = added.findIndex((pixels) => pixels > width * MOST_ADDED)
  return crowded < 0 ? boxes : layoutRows(hierarchy, top, width, crowded).boxes
}

/** `crowded`: the first row that does not widen what failed. Also returns the red pixels added to each row. */
function layoutRows(
  hierarchy: Hierarchy,
  top: TreeNode,
  width: number,
  crowded: number,
): { readonly boxes: Box[]; readonly added: readonly number[] } {
  const { tests, sums } = hierarchy
  // if none of them has a time, all have the same size
  const by = hierarchy.by === 'time' && top.time > 0 ? 'time' : 'count'
  const boxes: Box[] = []
  const added: number[] = []
  const leastIn = (row: number): number => (row < crowded ? FAILING : 0)
  /** Counts the pixels by which what failed is wider than its share. */
  const add = (row: number, red: number): void => {
    added[row] = (added[row] ?? 0) + Math.max(0, leastIn(row) - red)
  }

  function place(node: TreeNode, row: number, left: number, right: number): void {
    boxes.push({ node, test: -1, row, left, right, foot: leastIn(row) })
    if (row === DEEPEST) return
    const least = leastIn(row + 1)
    const scale = node[by] > 0 ? (right - left) / node[by] : 0
    let at = left
    let taken = left - 1
    for (const child of node.children) {
      const size = child[by] * scale
      const failing = child.failed > 0
      const box = fit(at, size, left, right, failing ? least : 0)
      // one of the failing boxes that share a pixel is enough
      if (box !== null && (size >= LEAST || box[0] >= taken + 1)) {
        place(child, row + 1, ...box)
        if (failing) {
          taken = box[0]
          add(row + 1, (size * child.failed) / child.count)
        }
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
    narrowest: number,
  ): void {
    let at = from
    let taken = left - 1
    const least = leastIn(row)
    for (const test of own) {
      const size = (by === 'time' ? timeOf(tests, test) : 1) * scale
      const failing = isFailing(tests, test)
      const box = failing || size >= narrowest ? fit(at, size, left, right, failing ? least : 0) : null
      if (box !== null && (size >= LEAST || box[0] >= taken + 1)) {
        boxes.push({ node, test, row, left: box[0], right: box[1], foot: 0 })
        if (failing) {
          taken = box[0]
          add(row, size)
        }
      }
      at += size
    }
  }

  place(top, 0, 0, width)
  return { boxes, added }
}

/** Left and right of a box, inside its parent and no narrower than `least`; null if it is too narrow to be seen. */
function fit(
  at: number,
  size: number,
  left: number,
  right: number,
  least: number,
): readonly [number, number] | null {
  const wide = Math.max(size, least)
  if (wide < LEAST) return null
  const start = clamp(at, left, right - wide)
  return [start, Math.min(right, start + wide)]
}

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
