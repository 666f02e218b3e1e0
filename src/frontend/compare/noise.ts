/**
 * Tells a test that became slower or faster from one whose time merely varies. Times are compared by the logarithm
 * of their ratio: twice as long and half as long are equally far, however long the test takes.
 */

/** How many reports of the default branch are read to know how much a test's time varies. */
export const LAST_REPORTS = 20

const SHARE = 0.2
/** Microseconds. In logarithms, shorter times count as this: that 1 ms became 10 ms tells nothing. */
const LEAST = 0.5e6
/**
 * Four standard deviations of normal noise. The deviation is itself estimated, so of unchanged tests up to 1 % differ
 * by more with ENOUGH times, and 0.6 % with 20.
 */
const DEVIATIONS = 6
/** Fewer times than this do not tell by themselves how much they vary. */
export const ENOUGH = 15

/** The rule of `paceOf` in words, for the pages; `spreadRule` follows it. */
const RULE =
  'Slower and faster: tests that passed, and whose time differs by more than 20 %, more than 0.5 s, and more than six times as much as'

/** With how much each test's time varies, `variationOf`. */
export const NOISE_RULE =
  `${RULE} it usually does in the last ${LAST_REPORTS} reports of the default branch. ` +
  `With fewer than ${ENOUGH} of them, a test counts as varying no less than all tests do on the whole.`

/** Without the last reports. */
export const PAIR_RULE = `${RULE} all tests do on the whole.`

/** A test's usual duration, and how much it varies. */
export interface Usual {
  /** Microseconds. */
  readonly median: number
  /** Median absolute deviation of the logarithms. */
  readonly spread: number
  /** How many times it is known from. */
  readonly times: number
}

/** How much a change of time is usual for a test. */
export type Variation = Pick<Usual, 'spread' | 'times'>

/** Of a test of which nothing is known. */
export const UNKNOWN: Variation = { spread: 0, times: 0 }

/** What all tests of a report have in common when their times are compared with those before. */
export interface RunPace {
  /** How many times as long they took; 1 unless it clearly differs from that. */
  readonly factor: number
  /** Median absolute deviation of the logarithms of their ratios; 0 if there are too few. */
  readonly spread: number
  /** How many tests it is known from. */
  readonly tests: number
}

/** Fewer tests do not tell how fast a whole run is: some of them may have changed. */
const ENOUGH_TESTS = 20
/** Below half of what makes a test slower, a slower machine makes none of them so. */
const LEAST_FACTOR = 1.1
/** Standard error of a median, in median absolute deviations by the root of the number: √(π/2) · 1.4826. */
const MEDIAN_ERROR = 1.86

/** `times`: microseconds. Null if there are none. */
export function usualOf(times: readonly number[]): Usual | null {
  if (times.length === 0) return null
  return { median: medianOf(times), spread: spreadOf(times.map(logOf)), times: times.length }
}

/** `pairs`: of each test that passed both times, the microseconds before and after. */
export function runPaceOf(pairs: readonly { readonly before: number; readonly after: number }[]): RunPace {
  const measured = pairs.filter(({ before, after }) => before >= LEAST && after >= LEAST)
  const tests = measured.length
  if (tests < ENOUGH_TESTS) return { factor: 1, spread: 0, tests }
  const ratios = measured.map(({ before, after }) => Math.log(after / before))
  const [middle, spread] = [medianOf(ratios), spreadOf(ratios)]
  const doubt = (3 * MEDIAN_ERROR * spread) / Math.sqrt(tests)
  const isClear = Math.abs(middle) > Math.max(Math.log(LEAST_FACTOR), doubt)
  return { factor: isClear ? Math.exp(middle) : 1, spread, tests }
}

/**
 * `expected`, `after`: microseconds. Null if the change is within noise, or a time is missing. `variation` is asked
 * only of the few tests that changed enough.
 */
export function paceOf(
  expected: number,
  after: number,
  common: RunPace,
  variation: () => Variation,
): 'slower' | 'faster' | null {
  const change = after - expected
  if (!(Math.abs(change) > Math.max(SHARE * expected, LEAST))) return null
  const { spread, times } = variation()
  const usual = times < ENOUGH ? Math.max(spread, common.spread) : spread
  if (Math.abs(logOf(after) - logOf(expected)) <= DEVIATIONS * usual) return null
  return change > 0 ? 'slower' : 'faster'
}

const logOf = (time: number): number => Math.log(Math.max(time, LEAST))

function spreadOf(values: readonly number[]): number {
  const median = medianOf(values)
  return medianOf(values.map((value) => Math.abs(value - median)))
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
