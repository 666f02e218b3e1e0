/**
 * Rows of a list that is taller than browsers allow an element to be.
 *
 *     scrollTop ──┐      list of `rows`, `rowHeight` each        spacer of `spacerHeight`
 *                 ▼      ┌──────────┐                            ┌──────────┐
 *     0                  │ row 0    │                            │          │
 *                        │ …        │  offset: the pixel of the  │▒▒▒▒▒▒▒▒▒▒│ ← what is seen
 *                        │ …        │  list at the top of what   │          │
 *                        │ row n    │  is seen                   └──────────┘
 *                        └──────────┘
 *
 * Up to MAX_HEIGHT both heights are the same. Above it, scrolling the spacer is stretched to the list: both
 * ends still coincide, and a million rows of 28 px move 3.5 times as fast as the hand.
 */

import { clamp } from '../data/clamp.ts'

/** Chromium limits elements to 33.5 million pixels, Firefox to 17.9 (and draws nothing beyond 8.4). */
export const MAX_HEIGHT = 8_000_000
/** Rows drawn above and below the visible ones, so that fast scrolling shows no blank space. */
const AROUND = 4

export interface Viewport {
  readonly first: number
  /** After the last row drawn. */
  readonly end: number
  /** Position of the first row drawn in the spacer. */
  readonly top: number
  readonly spacerHeight: number
}

export function viewport(scrollTop: number, seen: number, rows: number, rowHeight: number): Viewport {
  const listHeight = rows * rowHeight
  const spacerHeight = Math.min(listHeight, MAX_HEIGHT)
  const at = clamp(scrollTop, 0, spacerHeight - seen)
  const offset = at * stretch(seen, listHeight)
  const first = Math.max(0, Math.floor(offset / rowHeight) - AROUND)
  // the same number at every position, so that rows keep their elements
  const end = Math.min(rows, first + Math.ceil(seen / rowHeight) + 1 + 2 * AROUND)
  return { first, end, top: at + (first * rowHeight - offset), spacerHeight }
}

/** The first row that is fully visible. */
export function firstVisible(scrollTop: number, seen: number, rows: number, rowHeight: number): number {
  return Math.min(rows - 1, Math.ceil((scrollTop * stretch(seen, rows * rowHeight)) / rowHeight))
}

/** The scrollTop nearest to the current one at which the row is fully visible. */
export function scrollTo(
  row: number,
  scrollTop: number,
  seen: number,
  rows: number,
  rowHeight: number,
): number {
  const [least, most] = [seen - rowHeight, 0].map((below) => scrollTopAt(row, below, seen, rows, rowHeight))
  return Math.min(Math.max(scrollTop, least), most)
}

/** The scrollTop at which the row is `below` pixels below the top of the visible section. */
export function scrollTopAt(
  row: number,
  below: number,
  seen: number,
  rows: number,
  rowHeight: number,
): number {
  return Math.max(0, (row * rowHeight - below) / stretch(seen, rows * rowHeight))
}

/** Pixels of the list for one of the spacer. */
function stretch(seen: number, listHeight: number): number {
  const spacerHeight = Math.min(listHeight, MAX_HEIGHT)
  return spacerHeight <= seen ? 1 : (listHeight - seen) / (spacerHeight - seen)
}
