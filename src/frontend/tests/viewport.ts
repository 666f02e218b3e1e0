/**
 * Rows of a list that is taller than a browser allows an element to be.
 *
 *     scrollTop ──┐      list of `rows`, `rowHeight` each        spacer of `spacerHeight`
 *                 ▼      ┌──────────┐                            ┌──────────┐
 *     0                  │ row 0    │                            │          │
 *                        │ …        │  offset: the pixel of the  │▒▒▒▒▒▒▒▒▒▒│ ← what is seen
 *                        │ …        │  list at the top of what   │          │
 *                        │ row n    │  is seen                   └──────────┘
 *                        └──────────┘
 *
 * Up to MAX_HEIGHT the two are the same. Above, the scrollbar's way is stretched over the list's:
 * its ends stay the list's ends, and a million rows of 28 px move 3.5 times as fast as the hand.
 */

/** An element of Chromium ends at 33.5 million pixels, one of Firefox at 17.9, and behind 8.4 that draws nothing. */
export const MAX_HEIGHT = 8_000_000
/** Rows drawn above and below what is seen, so that a fast scroll shows no blank. */
const AROUND = 4

export interface Viewport {
  readonly first: number
  /** Behind the last row drawn. */
  readonly end: number
  /** Where the first row drawn stands in the spacer. */
  readonly top: number
  readonly spacerHeight: number
}

export function viewport(scrollTop: number, seen: number, rows: number, rowHeight: number): Viewport {
  const listHeight = rows * rowHeight
  const spacerHeight = Math.min(listHeight, MAX_HEIGHT)
  const at = Math.max(0, Math.min(scrollTop, spacerHeight - seen))
  const offset = at * stretch(seen, listHeight, spacerHeight)
  const first = Math.max(0, Math.floor(offset / rowHeight) - AROUND)
  // as many wherever it is, so that rows keep their elements
  const end = Math.min(rows, first + Math.ceil(seen / rowHeight) + 1 + 2 * AROUND)
  return { first, end, top: at + (first * rowHeight - offset), spacerHeight }
}

/** The scrollTop nearest to the present one at which the row is wholly seen. */
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

/** The scrollTop at which the row is so many pixels below the top of what is seen. */
export function scrollTopAt(
  row: number,
  below: number,
  seen: number,
  rows: number,
  rowHeight: number,
): number {
  const listHeight = rows * rowHeight
  const by = stretch(seen, listHeight, Math.min(listHeight, MAX_HEIGHT))
  return Math.max(0, (row * rowHeight - below) / by)
}

function stretch(seen: number, listHeight: number, spacerHeight: number): number {
  return spacerHeight <= seen ? 1 : (listHeight - seen) / (spacerHeight - seen)
}
