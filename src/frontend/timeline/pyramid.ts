/**
 * A row at any zoom for the price of its pixels: time cut into buckets, of each the worst status and
 * the share that was busy; and buckets of twice the width above them, up to one.
 *
 *     level 2  │      fail 80%       │      ok 40%     │
 *     level 1  │ ok 100%  │ fail 60% │ ok 80% │  –     │
 *     level 0  │ok│ok│fail│ok│ …
 *
 * A test of a millisecond that failed is in a bucket of every level: no zoom hides it.
 */

import type { DrawnTests } from '../data/tests.ts'
import { DIMMED, RANK_OF_CODE } from './ranks.ts'
import { endOf, type Row, testAt } from './rows.ts'

/** Microseconds since the epoch. */
export interface Span {
  readonly from: number
  readonly to: number
}

export interface Pyramid {
  /** Buckets of level 0, a power of two. */
  readonly buckets: number
  /** Level by level, the finest first: ranks (ranks.ts). Level l starts at `levelStart[l]`. */
  readonly worst: Uint8Array
  /** 0 for idle, 255 for busy all the time; more than 0 where there is any test. */
  readonly busy: Uint8Array
  readonly levelStart: readonly number[]
}

/**
 * Of each row its pyramid, built when it is first asked for: of few tests in sight none is. `level`: the
 * finest that is wanted; what is given begins there, or is finer.
 */
export type Pyramids = readonly ((level: number) => Pyramid)[]

/** 65,536 buckets are 40 a pixel on a wide screen: finer views have few tests, which are drawn themselves. */
const MOST_BUCKETS = 1 << 16

/**
 * One to two a test, so that a pixel has a bucket of its own where there are several tests a pixel; a finer
 * one would take longer to build than all else of the first frame.
 */
export function bucketsFor(count: number): number {
  return Math.min(MOST_BUCKETS, 2 ** Math.ceil(Math.log2(Math.max(64, count))))
}

/** The level that has one to two buckets a pixel, of `perPixel` buckets of level 0; the top one for a view that is wider still. */
export const levelFor = (buckets: number, perPixel: number): number =>
  Math.max(0, Math.min(Math.log2(buckets), Math.floor(Math.log2(perPixel) + ROUNDED)))

/** What two ways to reckon the same power of two differ by at most: both are to come to one level. */
const ROUNDED = 1e-9

type Drawn = Pick<DrawnTests, 'start' | 'duration' | 'status'>

export function buildPyramid(tests: Drawn, row: Row, span: Span): Pyramid {
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

/** The last bucket that begins before a place. By `| 0`: what Math.ceil gives stays a float, which is slow as an index. */
function lastBefore(place: number): number {
  const bucket = place | 0
  return bucket === place ? bucket - 1 : bucket
}

/** Shares of a row's buckets, 0 all of them; one piece of memory for all rows. */
let shares = new Float32Array(0)
function sharesFor(buckets: number): Float32Array {
  if (shares.length < buckets) shares = new Float32Array(buckets)
  return shares.fill(0, 0, buckets)
}

const toByte = (share: number): number => (share >= 1 ? 255 : Math.max(1, Math.round(share * 255)))

/** The pyramid from a level on. */
export function upper({ buckets, worst, busy, levelStart }: Pyramid, level: number): Pyramid {
  const at = levelStart[level]
  return {
    buckets: buckets >> level,
    worst: worst.subarray(at),
    busy: busy.subarray(at),
    levelStart: levelStart.slice(level).map((start) => start - at),
  }
}

/** The same row where a filter (1 a test that it wants) dims the rest: how busy it was stays. */
export function filterPyramid(
  { buckets, busy, levelStart }: Pyramid,
  tests: Drawn,
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
  // levels stand one behind the other: the two below bucket n of all are 2n and 2n + 1
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
