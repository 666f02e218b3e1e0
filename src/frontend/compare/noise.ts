/** When a test has become slower or faster, and when its time merely varies. */

/** Reports of the default branch from which is known how much a test's time varies. */
export const LAST_REPORTS = 20

/** The rule in words, for the pages: `noiseOf` is the same. */
export const NOISE_RULE =
  'Slower and faster: by more than 20 %, more than 0.5 s, and more than three median absolute deviations ' +
  `of the test’s times in the last ${LAST_REPORTS} reports of the default branch. Only tests that passed are compared.`

const SHARE = 0.2
/** Microseconds. */
const LEAST = 0.5e6
const DEVIATIONS = 3

/** What a test usually takes, and how far it usually is from that; microseconds. */
export interface Usual {
  readonly median: number
  /** Median absolute deviation; 0 where too little is known. */
  readonly spread: number
}

/** With fewer times than this nothing is known of how they vary. */
const FEWEST = 4

/** Null where there is no time. `times` is not kept. */
export function usualOf(times: readonly number[]): Usual | null {
  if (times.length === 0) return null
  const median = medianOf(times)
  const spread = times.length < FEWEST ? 0 : medianOf(times.map((time) => Math.abs(time - median)))
  return { median, spread }
}

/** Microseconds by which a test that takes `before` may differ and mean nothing. */
export const noiseOf = (before: number, spread: number): number =>
  Math.max(DEVIATIONS * spread, SHARE * before, LEAST)

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
