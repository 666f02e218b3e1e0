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

/** 65,536 buckets are 40 a pixel on a wide screen: finer views have few tests, which are drawn themselves. */
const MOST_BUCKETS = 1 << 16

export function bucketsFor(count: number): number {
  return Math.min(MOST_BUCKETS, 2 ** Math.ceil(Math.log2(Math.max(64, 4 * count))))
}

/** `matches`: 1 for each test that a filter wants; null for all. */
export function buildPyramid(
  tests: Pick<DrawnTests, 'start' | 'duration' | 'status'>,
  row: Row,
  span: Span,
  matches: Uint8Array | null,
): Pyramid {
  const buckets = bucketsFor(row.count)
  const levels = Math.log2(buckets) + 1
  const worst = new Uint8Array(2 * buckets - 1)
  const busy = new Uint8Array(2 * buckets - 1)
  const shares = new Float32Array(buckets)
  const scale = buckets / (span.to - span.from)
  for (let i = 0; i < row.count; i++) {
    const test = testAt(row, i)
    const rank = matches !== null && matches[test] === 0 ? DIMMED : RANK_OF_CODE[tests.status[test]]
    const from = Math.max(0, (tests.start[test] - span.from) * scale)
    const to = Math.min(buckets, (endOf(tests, test) - span.from) * scale)
    if (from >= buckets + 1 || to < 0) continue
    const first = Math.min(buckets - 1, Math.floor(from))
    const last = Math.max(first, Math.min(buckets, Math.ceil(to)) - 1)
    for (let bucket = first; bucket <= last; bucket++) {
      if (worst[bucket] < rank) worst[bucket] = rank
      shares[bucket] += Math.min(to, bucket + 1) - Math.max(from, bucket)
    }
  }
  for (let b = 0; b < buckets; b++) busy[b] = toByte(shares[b], worst[b])
  return { buckets, worst, busy, levelStart: raise(worst, busy, buckets, levels) }
}

const toByte = (share: number, rank: number): number =>
  rank === 0 ? 0 : Math.max(1, Math.min(255, Math.round(share * 255)))

function raise(worst: Uint8Array, busy: Uint8Array, buckets: number, levels: number): number[] {
  const levelStart = [0]
  let below = 0
  for (let level = 1; level < levels; level++) {
    const size = buckets >> level
    const at = below + 2 * size
    for (let b = 0; b < size; b++) {
      const left = below + 2 * b
      worst[at + b] = Math.max(worst[left], worst[left + 1])
      busy[at + b] = (busy[left] + busy[left + 1] + 1) >> 1
    }
    levelStart.push(at)
    below = at
  }
  return levelStart
}
