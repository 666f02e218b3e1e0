/** Where a test's entry is in the details file: the index, checked and prepared for lookups. */

import type { DetailsIndex } from '../../format/details-index.ts'
import { lastOf } from './numbers.ts'

/** Byte offsets; `to` is exclusive. */
export interface Range {
  readonly from: number
  readonly to: number
}

export interface Entries {
  /** Bytes of the details file as stored. */
  readonly size: number
  /** n → offset after the n-th test's value; then, if any, after the output that belongs to no test. */
  readonly end: Float64Array
  readonly tests: number
  /** Offsets at which inflating can start; null for an uncompressed file. */
  readonly points: NonNullable<DetailsIndex['points']> | null
}

/** A part of the file that can be read on its own. */
export interface Piece {
  /** Its range in the file as stored. */
  readonly stored: Range
  /** The same range in the inflated file. */
  readonly plain: Range
}

/** Null if the index contradicts itself or has another number of tests. */
export function readEntries(index: DetailsIndex, tests: number): Entries | null {
  const { size, gap, length, whole, points = null } = index
  if (!isCount(size) || !areCounts(gap, tests) || !areCounts(length, tests)) return null
  const end = new Float64Array(tests + (whole === null ? 0 : 1))
  let at = 0
  for (let n = 0; n < tests; n++) {
    at += gap[n] + length[n]
    end[n] = at
  }
  if (whole !== null) {
    if (!areCounts(whole, 2) || whole[0] < at) return null
    at = end[tests] = whole[0] + whole[1]
  }
  if (points !== null && !pointsFit(points, size, at)) return null
  return points === null && at > size ? null : { size, end, tests, points }
}

/** Range of the n-th test's key and value, with the separator before them; null if there is none. */
export function entryOf({ end }: Entries, n: number): Range | null {
  return n in end ? { from: n === 0 ? 0 : end[n - 1], to: end[n] } : null
}

/** The smallest piece that contains the range. */
export function pieceOf({ points }: Entries, range: Range): Piece {
  if (points === null) return { stored: range, plain: range }
  const { compressed, uncompressed } = points
  const first = lastAtMost(uncompressed, range.from)
  const behind = lastAtMost(uncompressed, range.to - 1) + 1
  return {
    stored: { from: compressed[first], to: compressed[behind] },
    plain: { from: uncompressed[first], to: uncompressed[behind] },
  }
}

/** Index of the last value at most `limit`. Values ascend; their last is ignored: no piece begins there. */
const lastAtMost = (values: readonly number[], limit: number): number =>
  lastOf(values.length - 1, (index) => values[index] <= limit)

function pointsFit({ compressed, uncompressed }: NonNullable<Entries['points']>, size: number, end: number) {
  const ascends = (values: readonly number[]): boolean =>
    values.every((value, k) => k === 0 || value > values[k - 1])
  return (
    areCounts(compressed, compressed?.length) &&
    areCounts(uncompressed, compressed.length) &&
    compressed.length > 1 &&
    ascends(compressed) &&
    ascends(uncompressed) &&
    uncompressed[0] === 0 &&
    uncompressed[uncompressed.length - 1] >= end &&
    compressed[compressed.length - 1] <= size
  )
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

const areCounts = (values: readonly number[], length: number): boolean =>
  Array.isArray(values) && values.length === length && values.every(isCount)
