/** Where a test's entry is in the details file: the index, checked and made ready for looking up. */

import type { DetailsIndex } from '../../format/details-index.ts'
import { lastOf } from './numbers.ts'

/** From the first byte to before the last one. */
export interface Range {
  readonly from: number
  readonly to: number
}

export interface Entries {
  /** Bytes of the details file as it is stored. */
  readonly size: number
  /** n → byte behind the value of the n-th test; at last, where there is one, of the whole run's output. */
  readonly end: Float64Array
  readonly tests: number
  /** Places where inflating can begin; null for a file that is not compressed. */
  readonly points: NonNullable<DetailsIndex['points']> | null
}

/** A piece of the file that can be read on its own. */
export interface Piece {
  /** In the file. */
  readonly stored: Range
  /** The same, inflated. */
  readonly plain: Range
}

/** Null where the index contradicts itself or has not that many tests. */
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

/** The n-th test's key and value and the separator before them; null where there is none. */
export function entryOf({ end }: Entries, n: number): Range | null {
  return n in end ? { from: n === 0 ? 0 : end[n - 1], to: end[n] } : null
}

/** The least that has to be read for the range. */
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

/** Index of the last value of an ascending array that is not above the limit; the last point begins no piece. */
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
