/** The values of a details file: where they are, how many bytes of a page they cost, and their priority. */

import { FAILURE_STATUSES, STATUSES, type Status } from '../format/exported.ts'
import type { DetailsLayout } from './details-index.ts'
import type { FlushPoints } from './gzip-blocks.ts'
import type { JsonList } from './json-list.ts'

/** One element per value, in the file's order; the output that belongs to no test, if any, comes last. */
export interface DetailsEntries {
  /** Number of tests; there are as many values, or one more. */
  readonly tests: number
  /** Uncompressed bytes between the previous value and this one, and of the value itself. */
  readonly gap: Float64Array
  readonly length: Float64Array
  /** 0 is kept with the highest priority; see RANKS. */
  readonly rank: Uint8Array
}

/** Ranks: 0 failures, 1 the output of no test, 2 skips, expected failures and the like, 3 successes. */
export const RANKS = 4
const OF_NO_TEST = 1

const rankOf = (status: Status): number => {
  if (FAILURE_STATUSES.has(status)) return 0
  return status === 'success' ? 3 : 2
}
const RANK_OF_CODE = STATUSES.map(rankOf)

export function readDetailsEntries(layout: DetailsLayout): DetailsEntries {
  const { tests, gaps, lengths, whole } = layout
  const statuses = readNumbers(layout.statuses, new Uint8Array(tests))
  const count = tests + (whole === null ? 0 : 1)
  const [gap, length] = [gaps, lengths].map((list) => readNumbers(list, new Float64Array(count)))
  const rank = new Uint8Array(count)
  let at = 0
  for (let n = 0; n < tests; n++) {
    rank[n] = RANK_OF_CODE[statuses[n]]
    at += gap[n] + length[n]
  }
  if (whole !== null) {
    gap[tests] = whole.start - at
    length[tests] = whole.length
    rank[tests] = OF_NO_TEST
  }
  return { tests, gap, length, rank }
}

const COMMA = 44
const ZERO = 48

/** Parses a list's numbers into `numbers`, from index 0 on, and returns it. */
export function readNumbers<T extends Uint8Array | Float64Array>(list: JsonList, numbers: T): T {
  let [n, value] = [0, 0]
  for (const piece of list.pieces()) {
    // not for…of, which is slow until it is compiled: 7 ms more for 16,000 tests
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i]
      if (byte !== COMMA) value = value * 10 + (byte - ZERO)
      else {
        numbers[n++] = value
        value = 0
      }
    }
  }
  if (!list.isEmpty) numbers[n] = value
  return numbers
}

/** Estimated bytes of each value in the compressed file: its share of each block that it lies in. */
export function storedCosts({ gap, length }: DetailsEntries, points: FlushPoints): Float64Array {
  const { compressed, uncompressed } = points
  const costs = new Float64Array(gap.length)
  let [at, block] = [0, 0]
  for (let n = 0; n < gap.length; n++) {
    const end = at + gap[n] + length[n]
    while (at < end) {
      while (uncompressed[block + 1] <= at) block++
      const to = Math.min(end, uncompressed[block + 1])
      const share = (to - at) / (uncompressed[block + 1] - uncompressed[block])
      costs[n] += share * (compressed[block + 1] - compressed[block])
      at = to
    }
  }
  return costs
}
