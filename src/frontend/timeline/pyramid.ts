/**
 * A row at any zoom at the cost of its pixels. Time is divided into buckets, each with its worst status and
 * the share of time that was busy; the levels above have buckets of twice the width, up to a single one.
 *
 *     level 2  │      fail 80%       │      ok 40%     │
 *     level 1  │ ok 100%  │ fail 60% │ ok 80% │  –     │
 *     level 0  │ok│ok│fail│ok│ …
 *
 * A failed test of a millisecond is in a bucket of every level, so no zoom hides it.
 */

import type { DrawnArrays } from '../data/columns.ts'
import { DIMMED, RANK_OF_CODE } from '../data/ranks.ts'
import type { Span } from '../data/span.ts'
import { endOf, type Row, testAt } from './rows.ts'

export interface Pyramid {
  /** Number of buckets of level 0, a power of two. */
  readonly buckets: number
  /** Ranks (ranks.ts), level by level, the finest first. Level l starts at `levelStart[l]`. */
  readonly worst: Uint8Array
  /** 0 for idle, 255 for always busy; above 0 wherever there is a test. */
  readonly busy: Uint8Array
  readonly levelStart: readonly number[]
}

/**
 * One function per row, which builds the row's pyramid on its first call: rows with few tests in view need
 * none. `level`: the finest level wanted; the pyramid returned begins there or at a finer level.
 */
export type Pyramids = readonly ((level: number) => Pyramid)[]

/** 65,536 buckets are 40 per pixel on a wide screen: finer views have few tests, drawn one by one. */
const MOST_BUCKETS = 1 << 16

/**
 * One to two buckets per test, so that at several tests per pixel every pixel has a bucket of its own. A
 * finer pyramid would take longer to build than the rest of the first frame.
 */
export function bucketsFor(count: number): number {
  return Math.min(MOST_BUCKETS, 2 ** Math.ceil(Math.log2(Math.max(64, count))))
}

/** The level with one to two buckets per pixel, at most the top one. `perPixel`: of level 0. */
export const levelFor = (buckets: number, perPixel: number): number =>
  Math.max(0, Math.min(Math.log2(buckets), Math.floor(Math.log2(perPixel) + ROUNDED)))

/** Largest rounding error between two ways to compute a power of two: both must yield the same level. */
const ROUNDED = 1e-9

export function buildPyramid(tests: DrawnArrays, row: Row, span: Span): Pyramid {
  const buckets = bucketsFor(row.count)
  const worst = new Uint8Array(2 * buckets - 1)
  const busy = new Uint8Array(2 * buckets - 1)
  const shares = sharesFor(buckets)
  const scale = buckets / (span.to - span.from)
  const { start, status } = tests
  for (let i = 0; i < row.count; i++) {
    const test = testAt(row, i)
    const rank = RANK_OF_CODE[status[test]]
    const from = Math.max(0, (start[test] - span.from) * scale)
    const to = Math.min(buckets, (endOf(tests, test) - span.from) * scale)
    const first = Math.min(buckets - 1, from | 0)
    const last = Math.max(first, lastBefore(to))
    if (worst[first] < rank) worst[first] = rank
    if (first === last) {
      shares[first] += to - from
      continue
    }
    shares[first] += first + 1 - from
    for (let bucket = first + 1; bucket < last; bucket++) {
      if (worst[bucket] < rank) worst[bucket] = rank
      shares[bucket] += 1
    }
    if (worst[last] < rank) worst[last] = rank
    shares[last] += to - last
  }
  for (let b = 0; b < buckets; b++) if (worst[b] > 0) busy[b] = toByte(shares[b])
  const levelStart = levelsOf(buckets)
  raiseBusy(busy, buckets, levelStart)
  raiseWorst(worst, buckets, levelStart)
  return { buckets, worst, busy, levelStart }
}

/** The last bucket that begins before a place. `| 0`: Math.ceil yields a float, which is slow as an index. */
function lastBefore(place: number): number {
  const bucket = place | 0
  return bucket === place ? bucket - 1 : bucket
}

/** Busy shares of a row's buckets, zeroed; one buffer for all rows. */
let shares = new Float32Array(0)
function sharesFor(buckets: number): Float32Array {
  if (shares.length < buckets) shares = new Float32Array(buckets)
  return shares.fill(0, 0, buckets)
}

const toByte = (share: number): number => (share >= 1 ? 255 : Math.max(1, Math.round(share * 255)))

/** The pyramid from a level up. */
export function upper({ buckets, worst, busy, levelStart }: Pyramid, level: number): Pyramid {
  const at = levelStart[level]
  return {
    buckets: buckets >> level,
    worst: worst.subarray(at),
    busy: busy.subarray(at),
    levelStart: levelStart.slice(level).map((start) => start - at),
  }
}

/** The row's pyramid with tests that do not match (0 in `matches`) dimmed; busy shares stay the same. */
export function filterPyramid(
  { buckets, busy, levelStart }: Pyramid,
  tests: DrawnArrays,
  row: Row,
  span: Span,
  matches: Uint8Array,
): Pyramid {
  const worst = new Uint8Array(busy.length)
  for (let b = 0; b < buckets; b++) if (busy[b] > 0) worst[b] = DIMMED
  const scale = buckets / (span.to - span.from)
  const { start, status } = tests
  for (let i = 0; i < row.count; i++) {
    const test = testAt(row, i)
    if (matches[test] === 0) continue
    const rank = RANK_OF_CODE[status[test]]
    const first = Math.min(buckets - 1, Math.max(0, (start[test] - span.from) * scale) | 0)
    const last = lastBefore(Math.min(buckets, (endOf(tests, test) - span.from) * scale))
    if (worst[first] < rank) worst[first] = rank
    for (let bucket = first + 1; bucket <= last; bucket++) if (worst[bucket] < rank) worst[bucket] = rank
  }
  raiseWorst(worst, buckets, levelStart)
  return { buckets, worst, busy, levelStart }
}

/** Where each level starts: 0, buckets, buckets + buckets / 2, … */
function levelsOf(buckets: number): number[] {
  const levelStart = [0]
  for (let size = buckets; size > 1; size >>= 1) levelStart.push(levelStart[levelStart.length - 1] + size)
  return levelStart
}

function raiseWorst(worst: Uint8Array, buckets: number, levelStart: readonly number[]): void {
  // levels are stored one after another: bucket n of all those above level 0 has children 2n and 2n + 1
  for (let n = 0, at = buckets; n < levelStart[levelStart.length - 1]; n += 2, at++) {
    const [left, right] = [worst[n], worst[n + 1]]
    worst[at] = left > right ? left : right
  }
}

function raiseBusy(busy: Uint8Array, buckets: number, levelStart: readonly number[]): void {
  for (let n = 0, at = buckets; n < levelStart[levelStart.length - 1]; n += 2, at++) {
    busy[at] = (busy[n] + busy[n + 1] + 1) >> 1
  }
}
