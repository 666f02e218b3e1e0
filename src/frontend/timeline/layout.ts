/**
 * Vertical positions of rows from the top, in design pixels (frame/density.ts):
 *
 *     run a        ─ heading, only where several runs are shown
 *     worker 0     ▓▓▓▓▓▓▓▓▓▓▓▓   a lane of one row
 *     worker 1     ▓▓▓▓▓▓▓▓▓▓▓    lanes are a little apart
 *     no worker    ▓▓▓▓▓▓▓▓▓▓     rows of one lane touch
 *                    ▓▓▓▓▓▓▓
 */

import { clamp } from '../data/clamp.ts'
import { lastOf } from '../data/numbers.ts'
import type { Model } from './model.ts'

export interface Layout {
  readonly rowHeight: number
  /** Top of each row. */
  readonly top: readonly number[]
  readonly height: number
  readonly lanes: readonly LaneBox[]
  readonly headings: readonly { readonly run: number; readonly top: number }[]
}

export interface LaneBox {
  /** Index into the tests' lanes. */
  readonly lane: number
  readonly top: number
  readonly height: number
  readonly firstRow: number
  readonly rows: number
}

export const HEADING = 24

/** `room`: height that the lanes should fill; a row is at least `lowest` and at most `tallest` high. */
export function layoutRows({ rows, tests, runs }: Model, room: number, tallest: number, lowest = 4): Layout {
  const lanes = new Set(rows.map(({ lane }) => lane)).size
  const headings = runs.length > 1 ? new Set(rows.map(({ lane }) => tests.lanes[lane].run)).size : 0
  const each = Math.floor((room - headings * HEADING - lanes) / rows.length)
  const rowHeight = clamp(each, lowest, tallest)
  const gap = rowHeight >= 8 ? 2 : 1
  const top: number[] = []
  const boxes: LaneBox[] = []
  const heads: { run: number; top: number }[] = []
  let at = 0
  rows.forEach((row, i) => {
    const before = boxes[boxes.length - 1]
    if (before?.lane === row.lane) {
      boxes[boxes.length - 1] = { ...before, height: before.height + rowHeight, rows: before.rows + 1 }
    } else {
      at += i === 0 ? 0 : gap
      const { run } = tests.lanes[row.lane]
      if (headings > 0 && heads[heads.length - 1]?.run !== run) {
        heads.push({ run, top: at })
        at += HEADING
      }
      boxes.push({ lane: row.lane, top: at, height: rowHeight, firstRow: i, rows: 1 })
    }
    top.push(at)
    at += rowHeight
  })
  return { rowHeight, top, height: at, lanes: boxes, headings: heads }
}

/** A label may reach so far into the heading below, whose text has more room than it needs. */
const INTO = 5

/**
 * The lanes that have room for a label before the next heading: of lanes lower than a line, only every few. The last
 * of several runs has no more room than the others, or it alone would have labels.
 */
export function labelledLanes({ lanes, headings, height: end }: Layout, line: number): readonly LaneBox[] {
  const ends = headings.map((next) => next.top).concat(headings.length > 0 ? end + 1 : [])
  let free = 0
  return lanes.filter(({ top, height }) => {
    if (top < free || ends.some((next) => next > top && next < top + line - INTO)) return false
    free = top + Math.max(line, height)
    return true
  })
}

/** A part of a layout, in its pixels. */
export interface Part {
  readonly top: number
  readonly height: number
}

/** Pixels drawn beyond the visible height, above and below together; steps in which scrolling moves them. */
const [AROUND, STEP] = [1024, 512]

/**
 * The part of lanes of that height to draw, where `seen` pixels are visible from `scrollTop` on: everything,
 * or, if that is more than a canvas can hold, what surrounds the visible part.
 */
export function drawnPart(height: number, scrollTop: number, seen: number): Part {
  const most = seen + AROUND
  if (height <= most) return { top: 0, height }
  const top = Math.floor((scrollTop - STEP / 2) / STEP) * STEP
  return { top: clamp(top, 0, height - most), height: most }
}

/** The first row in a part, and the one after the last. */
export function rowsIn({ top, rowHeight }: Layout, part: Part): readonly [number, number] {
  const first = top.findIndex((at) => at + rowHeight > part.top)
  const end = top.findIndex((at) => at >= part.top + part.height)
  return [Math.max(0, first), end < 0 ? top.length : end]
}

/** Where to scroll so that a row is in sight: nowhere if it is in `seen` already, else to have it in the middle. */
export function topFor({ top, rowHeight }: Layout, row: number, seen: Part): number {
  const isSeen = top[row] >= seen.top && top[row] + rowHeight <= seen.top + seen.height
  return isSeen ? seen.top : Math.max(0, top[row] + (rowHeight - seen.height) / 2)
}

/** The row at height `y`, or the nearest one less than `reach` away; −1 for none. */
export function rowAt({ top, rowHeight }: Layout, y: number, reach: number): number {
  const above = lastOf(top.length, (row) => top[row] <= y)
  const fromAbove = above < 0 ? Number.POSITIVE_INFINITY : y - top[above] - rowHeight
  const fromBelow = above + 1 < top.length ? top[above + 1] - y : Number.POSITIVE_INFINITY
  if (Math.min(fromAbove, fromBelow) >= reach) return -1
  return fromAbove <= fromBelow ? above : above + 1
}
