/** A row → the worst status on each pixel, and how busy the pixel was. */

import type { DrawnArrays } from '../data/columns.ts'
import { DIMMED, FAILING_RANK, RANK_OF_CODE } from '../data/ranks.ts'
import type { Span } from '../data/span.ts'
import { bucketsFor, levelFor, type Pyramid } from './pyramid.ts'
import { endOf, firstEnding, firstFrom, type Row, testAt } from './rows.ts'

/** One row of pixels; allocated once and reused for every row. */
export interface RowPixels {
  /** Ranks. */
  readonly worst: Uint8Array
  /** From 0 to 1. */
  readonly busy: Float32Array
  /** How much busier the pixel was: what `busy` leaves out for the edge between two wide slices. */
  readonly edge: Float32Array
}

export const rowPixels = (width: number): RowPixels => ({
  worst: new Uint8Array(width),
  busy: new Float32Array(width),
  edge: new Float32Array(width),
})

/** A test wide enough to be drawn with a form and a name. */
export interface WideSlice {
  readonly test: number
  /** Device pixels: those that are filled, whole ones. Out of view as well. */
  readonly left: number
  readonly right: number
}

/** Tests per pixel: more are drawn from the pyramid if it has a bucket per pixel. */
const MANY = 1.25
/**
 * Tests in view, or before it and overlapping it: more are drawn from the pyramid even if its buckets are wider.
 * So many take one to three milliseconds.
 */
const MOST = 1 << 17

/** The least share of a pixel that a test fills, so that a test without duration is visible. */
const LEAST_BUSY = 0.02

/**
 * Device pixels: after a slice at least this wide an edge is left free, whatever its status and the next one's.
 *
 *     right of the first, left of the second: 4.5      ████░████
 *     right of the first: 4, left of the second: 4     ███░█████
 */
const EDGE_FROM = 4

export interface PixelsOptions {
  readonly view: Span
  /** The span that the pyramids cover. */
  readonly span: Span
  readonly matches: Uint8Array | null
  /** Device pixels: slices at least this wide are returned as wide. */
  readonly wideFrom: number
}

/**
 * Fills `pixels`. A row with few tests in view is drawn test by test, and the wide ones are returned; a row
 * with many is drawn from its pyramid. Either way the cost depends on the number of pixels, not of tests.
 */
export function fillRow(
  pixels: RowPixels,
  tests: DrawnArrays,
  row: Row,
  pyramid: (level: number) => Pyramid,
  options: PixelsOptions,
): WideSlice[] {
  const { worst, busy, edge } = pixels
  worst.fill(0)
  busy.fill(0)
  edge.fill(0)
  const width = worst.length
  const { view } = options
  const [first, last] = [firstEnding(row, tests, view.from), firstFrom(row, tests, view.to)]
  const count = last - firstFrom(row, tests, view.from)
  const perPixel = bucketsInView(row, options) / width
  if (count > (perPixel >= 1 ? MANY * width : MOST) || last - first - count > MOST) {
    fillFromPyramid(pixels, pyramid(levelFor(bucketsFor(row.count), perPixel)), options)
    return []
  }
  return fillFromTests(pixels, tests, row, [first, last], options)
}

const bucketsInView = (row: Row, { view, span }: PixelsOptions): number =>
  (bucketsFor(row.count) * (view.to - view.from)) / (span.to - span.from)

function fillFromPyramid({ worst, busy }: RowPixels, pyramid: Pyramid, { view, span }: PixelsOptions): void {
  const width = worst.length
  const perTime = pyramid.buckets / (span.to - span.from)
  const perPixel = ((view.to - view.from) / width) * perTime
  const level = levelFor(pyramid.buckets, perPixel)
  const base = pyramid.levelStart[level]
  const size = pyramid.buckets >> level
  const [start, step] = [((view.from - span.from) * perTime) / 2 ** level, perPixel / 2 ** level]
  for (let x = 0; x < width; x++) {
    const from = start + x * step
    const first = Math.max(0, Math.floor(from))
    const last = Math.min(size, Math.max(Math.floor(from) + 1, Math.ceil(from + step)))
    let [rank, sum] = [0, 0]
    for (let bucket = first; bucket < last; bucket++) {
      if (pyramid.worst[base + bucket] > rank) rank = pyramid.worst[base + bucket]
      sum += pyramid.busy[base + bucket]
    }
    worst[x] = rank
    busy[x] = last > first ? sum / (255 * (last - first)) : 0
  }
  widenFailures(worst)
}

/** Widens a failure of one pixel by the next pixel, or at the right edge by the one before. */
function widenFailures(worst: Uint8Array): void {
  const last = worst.length - 1
  const isAlone = last > 0 && worst[last] >= FAILING_RANK && worst[last] > worst[last - 1]
  for (let x = last - 1; x >= 0; x--) {
    if (worst[x] >= FAILING_RANK && worst[x] > worst[x + 1]) worst[x + 1] = worst[x]
  }
  if (isAlone) worst[last - 1] = worst[last]
}

function fillFromTests(
  pixels: RowPixels,
  tests: DrawnArrays,
  row: Row,
  [first, last]: readonly [number, number],
  { view, matches, wideFrom }: PixelsOptions,
): WideSlice[] {
  const { worst, busy } = pixels
  const width = worst.length
  const scale = width / (view.to - view.from)
  const wide: WideSlice[] = []
  // the pixel that the last slice left free: the next one, even a narrow one, begins after it
  let free = -1
  for (let i = first; i < last; i++) {
    const test = testAt(row, i)
    const left = (tests.start[test] - view.from) * scale
    const right = (endOf(tests, test) - view.from) * scale
    if (right < 0 || left >= width) continue
    const rank = matches !== null && matches[test] === 0 ? DIMMED : RANK_OF_CODE[tests.status[test]]
    const x = left | 0
    // most tests fit in one pixel. Inlined, since a call boxes its numbers until this code is compiled
    if (x === (right | 0) && left >= 0 && rank < FAILING_RANK) {
      if (worst[x] < rank) worst[x] = rank
      busy[x] = Math.min(1, busy[x] + Math.max(right - left, LEAST_BUSY))
      continue
    }
    const hasEdge = right - left >= EDGE_FROM
    const from = x === free ? x + 1 : Math.floor(left)
    const to = hasEdge && right < width ? Math.ceil(right) - 1 : Math.ceil(right)
    fillSlice(pixels, left, right, from, to, rank)
    free = hasEdge ? to : -1
    if (right - left >= wideFrom) wide.push({ test, left: from, right: to })
  }
  return wide
}

/** Fills the pixels `first` to before `end`, but at least one, and two of a failing test. */
function fillSlice(
  { worst, busy, edge }: RowPixels,
  left: number,
  right: number,
  first: number,
  end: number,
  rank: number,
): void {
  const width = worst.length
  const least = rank >= FAILING_RANK ? 2 : 1
  const from = Math.max(0, Math.min(first, width - least))
  const to = Math.min(width, Math.max(from + least, end))
  for (let x = from; x < to; x++) {
    if (worst[x] < rank) worst[x] = rank
    const share = Math.min(right, x + 1) - Math.max(left, x)
    busy[x] = Math.min(1, busy[x] + Math.max(share, LEAST_BUSY))
  }
  if (first > left) edge[first - 1] += Math.min(right, first) - left
  if (to < width && to < right) edge[to] += right - to
}
