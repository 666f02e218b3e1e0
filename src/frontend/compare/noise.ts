/** Tells a test that became slower or faster from one whose time merely varies. */

/** How many reports of the default branch are read to know how much a test's time varies. */
export const LAST_REPORTS = 20

/** The rule of `noiseOf` in words, for the pages. */
export const NOISE_RULE =
  'Slower and faster: by more than 20 %, more than 0.5 s, and more than three median absolute deviations ' +
  `of the test’s times in the last ${LAST_REPORTS} reports of the default branch. Only tests that passed are compared.`

const SHARE = 0.2
/** Microseconds. */
const LEAST = 0.5e6
const DEVIATIONS = 3

/** A test's usual duration and its usual distance from that, in microseconds. */
export interface Usual {
  readonly median: number
  /** Median absolute deviation; 0 with fewer than FEWEST times. */
  readonly spread: number
}

/** Fewer times than this do not tell how much they vary. */
const FEWEST = 4

/** Null if there are no times. Does not keep `times`. */
export function usualOf(times: readonly number[]): Usual | null {
  if (times.length === 0) return null
  const median = medianOf(times)
  const spread = times.length < FEWEST ? 0 : medianOf(times.map((time) => Math.abs(time - median)))
  return { median, spread }
}

/** Microseconds up to which a change of a test that took `before` counts as no change. */
export const noiseOf = (before: number, spread: number): number =>
  Math.max(DEVIATIONS * spread, SHARE * before, LEAST)

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
