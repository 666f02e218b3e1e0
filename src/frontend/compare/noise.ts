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
const ENOUGH = 15

/** The rule of `paceOf` in words, for the pages. */
const RULE =
  'Slower and faster: tests that passed, and whose time differs by more than 20 %, more than 0.5 s, and more than six times as much as'
const BY_OTHERS = 'the tests of its run do on the whole; one that varies much more is often listed.'

/** With how much each test's time varies, `variationOf`. */
export const NOISE_RULE =
  `${RULE} it usually does in the last ${LAST_REPORTS} reports of the default branch. ` +
  `With fewer than ${ENOUGH} of them, a test counts as varying no less than ${BY_OTHERS}`

/** Without the last reports. */
export const PAIR_RULE = `${RULE} ${BY_OTHERS} The full comparison knows how much each varies if there are ${ENOUGH} other reports.`

/** How much a change of time is usual for a test. */
export interface Variation {
  /** Median absolute deviation of the logarithms. */
  readonly spread: number
  /** How many times it is known from. */
  readonly times: number
}

/** Of a test of which nothing is known. */
export const UNKNOWN: Variation = { spread: 0, times: 0 }

/** What the tests of a run have in common when their times are compared with those before. */
export interface RunPace {
  /** How many times as long they took; 1 unless most of them did. */
  readonly factor: number
  /** Median absolute deviation of the logarithms of their ratios; 0 if there are too few. */
  readonly spread: number
  /** How many tests it is known from. */
  readonly tests: number
}

/** Fewer tests do not tell what a run has in common: some of them may have changed. */
const ENOUGH_TESTS = 20
/** Microseconds. Where fewer tests are long, short ones tell, if in sum they took as long as so many. */
const SHORT = 10_000
/** Below half of what makes a test slower, a slower machine makes none of them so. */
const LEAST_FACTOR = 1.1
/** Share of the tests that are nearer to the factor than to 1, else some of them changed and others did not. */
const MOST = 0.8
/** The same of a factor that slower machines have: there, tests that mostly wait take as long as ever. */
const MOST_BY_MACHINE = 0.65
const BY_MACHINE = 1.5

/**
 * How much a test's time varies. `times`: microseconds. `factors`: how many times as long as usual the tests took in the
 * report of each; some tests follow that, and others do not.
 */
export function variationOf(times: readonly number[], factors: readonly number[]): Variation {
  if (times.length === 0) return UNKNOWN
  const spreads = [times, times.map((time, n) => time / factors[n])].map((some) => spreadOf(some.map(logOf)))
  return { spread: Math.min(...spreads), times: times.length }
}

/** Below this, how many times as long as usual a test took tells little of its run. */
export const isLong = (usual: number): boolean => usual >= LEAST

/** How many times as long as usual the tests of a run took, by `ratios` of the long ones; 1 if it tells nothing. */
export function factorOf(ratios: readonly number[]): number {
  const middle = medianOf(ratios)
  return ratios.length >= ENOUGH_TESTS && Math.max(middle, 1 / middle) > LEAST_FACTOR ? middle : 1
}

/** `pairs`: of each test of a run that passed both times, the microseconds before and after. */
export function runPaceOf(pairs: readonly { readonly before: number; readonly after: number }[]): RunPace {
  const timed = pairs.filter(({ before, after }) => before > 0 && after > 0)
  const ratiosOf = (factor: number, least: number): number[] =>
    timed
      .filter(({ before, after }) => Math.max(before, factor * before, after) >= least)
      .map(({ before, after }) => Math.log(after / before))
  const time = timed.reduce((sum, { before, after }) => sum + Math.max(before, after), 0)
  const areShort = ratiosOf(1, LEAST).length < ENOUGH_TESTS && time >= ENOUGH_TESTS * LEAST
  const least = areShort ? SHORT : LEAST
  const ratios = ratiosOf(1, least)
  const tests = ratios.length
  if (tests < ENOUGH_TESTS) return { factor: 1, spread: 0, tests }
  const middle = medianOf(ratios)
  const factor = Math.exp(middle)
  // among short tests, those that now took long are all slower: with the others that would be long by the factor
  const all = ratiosOf(factor, least)
  const moved = all.filter((ratio) => ratio / middle > 0.5)
  const size = Math.abs(middle)
  const most = size > Math.log(BY_MACHINE) ? MOST : MOST_BY_MACHINE
  const isClear = size > Math.log(LEAST_FACTOR) && moved.length >= most * all.length
  return { factor: isClear ? factor : 1, spread: spreadOf(ratios), tests }
}

/**
 * `before`, `after`: microseconds. Null if the change is within noise, or a time is missing; `unknown` if it is not
 * known how much times vary. `variation` is asked only of the few tests that changed enough.
 */
export function paceOf(
  before: number,
  after: number,
  common: RunPace,
  variation: () => Variation,
): 'slower' | 'faster' | 'unknown' | null {
  // the nearer of the time before and that by the factor; between them nothing changed
  const expected = medianOf([before, common.factor * before, after])
  const change = after - expected
  if (!(Math.abs(change) > Math.max(SHARE * expected, LEAST))) return null
  const { spread, times } = variation()
  if (times < ENOUGH && common.tests < ENOUGH_TESTS) return 'unknown'
  const usual = times < ENOUGH ? Math.max(spread, common.spread) : spread
  if (Math.abs(logOf(after) - logOf(expected)) <= DEVIATIONS * usual) return null
  return change > 0 ? 'slower' : 'faster'
}

const logOf = (time: number): number => Math.log(Math.max(time, LEAST))

function spreadOf(values: readonly number[]): number {
  const median = medianOf(values)
  return medianOf(values.map((value) => Math.abs(value - median)))
}

/** Of values all of which are known, NaN if there are none: half the time of the one in measures.ts, which looks for missing ones. */
export function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
