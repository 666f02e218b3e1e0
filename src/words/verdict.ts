/** Words the verdict, the first sentence of the page, of the job's summary and of the check. */

import { isLoss, isUncounted, missingIn } from '../format/exported.ts'
import type { Conclusion, Manifest } from '../format/report.ts'
import { formatSeconds } from './duration.ts'
import { formatCount, plural } from './number.ts'

export interface Totals {
  readonly tests: number
  readonly failed: number
  readonly skipped: number
  /** Tests that should have run and never did, which `tests` does not count; absent if there are none. */
  readonly missing?: number
  /** Whether results may be missing that no count has; absent if not. */
  readonly isPartial?: true
  /** Number of runs without a test, and of all runs; absent if each run has one, or none has. */
  readonly withoutTest?: { readonly runs: number; readonly of: number }
}

/** `lost`: nothing failed, but results may be missing. `none`: a run has no test. */
export type Tone = 'failed' | 'lost' | 'passed' | 'skipped' | 'none'

/** What the verdict needs of a manifest. */
type Told = Pick<Manifest, 'runs' | 'conclusion' | 'isPartial'>

export function totalsOf(manifest: Omit<Told, 'conclusion'>): Totals {
  let [tests, failed, skipped, missing] = [0, 0, 0, 0]
  for (const { entry } of manifest.runs) {
    tests += entry.stats.count
    failed += entry.stats.failed
    skipped += entry.stats.skipped
    missing += missingIn(entry.warnings)
  }
  return {
    tests,
    failed,
    skipped,
    ...(missing > 0 && { missing }),
    ...(manifest.isPartial && { isPartial: true }),
    ...withoutTest(manifest.runs.map(({ entry }) => entry.stats.count)),
  }
}

/** `tests`: number of tests of each run. */
function withoutTest(tests: readonly number[]): Pick<Totals, 'withoutTest'> {
  const runs = tests.filter((count) => count === 0).length
  return runs === 0 || runs === tests.length ? {} : { withoutTest: { runs, of: tests.length } }
}

/** One run as if it were a report of its own. */
export function alone({ runs }: Pick<Manifest, 'runs'>, run: number): Told {
  const { stats, warnings = [] } = runs[run].entry
  const isFailed = stats.failed > 0 || warnings.some(isLoss)
  const conclusion = isFailed ? 'failure' : stats.count === 0 ? 'neutral' : 'success'
  return { runs: [runs[run]], conclusion, ...(warnings.some(isUncounted) && { isPartial: true }) }
}

export function toneOf(totals: Totals, conclusion: Conclusion): Tone {
  if (totals.failed > 0) return 'failed'
  if (conclusion === 'failure') return 'lost'
  if (totals.tests === 0 || conclusion === 'neutral') return 'none'
  return totals.skipped === totals.tests ? 'skipped' : 'passed'
}

/** `All 9 tests passed in 39 m 12 s; 1 of 2 runs has no test`; `seconds`: null if unknown, or said elsewhere. */
export function verdict(totals: Totals, conclusion: Conclusion, seconds: number | null): string {
  const tests = verdictOnTests(totals, conclusion, seconds)
  if (totals.withoutTest === undefined) return tests
  const { runs, of } = totals.withoutTest
  return `${tests}; ${formatCount(runs)} of ${plural(of, 'run')} ${runs === 1 ? 'has' : 'have'} no test`
}

function verdictOnTests(totals: Totals, conclusion: Conclusion, seconds: number | null): string {
  const time = seconds === null ? '' : ` in ${formatSeconds(seconds)}`
  const { tests, failed, skipped, missing = 0, isPartial } = totals
  const ran = tests - skipped
  const tone = toneOf(totals, conclusion)
  const more = missing === 0 ? '' : `, ${formatCount(missing)} never ran`
  if (missing > 0 && tone === 'lost' && !isPartial)
    return `${formatCount(missing)} of ${plural(tests + missing, 'test')} never ran`
  if (tests === 0) return tone === 'lost' ? `No tests could be read${more}` : 'No tests ran'
  if (tone === 'failed') {
    if (isPartial)
      return `${tests === 1 ? 'The only test' : `${formatCount(failed)} of the ${plural(tests, 'test')}`} that could be read failed${time}${more}`
    // those that never ran count, as if nothing had failed
    const all = tests + missing
    return `${failed === all ? allOf(all, 'failed') : someOf(failed, all)}${time}${more}`
  }
  if (tone === 'lost') return `No failure in the ${plural(tests, 'test')} that could be read${more}`
  if (ran === 0) return `${allOf(tests, 'were skipped', 'was skipped')}${time}`
  if (skipped === 0) return `${allOf(tests, 'passed')}${time}`
  const all = ran === 1 ? 'The test' : `All ${plural(ran, 'test')}`
  return `${all} that ran passed${time}, ${formatCount(skipped)} skipped`
}

interface Result {
  readonly counts: Totals
  readonly conclusion: Conclusion
  readonly isPartial: boolean
  readonly duration: number | null
  readonly runs: readonly { readonly counts: Pick<Totals, 'tests'>; readonly duration: number | null }[]
}

/**
 * The result in one sentence, as the report begins: `29 of 16,226 tests failed in 39 m 12 s`. Without the time if runs
 * took less than half of it, all together: they are of different hours or days.
 */
export function verdictOf({ counts, conclusion, isPartial, duration, runs }: Result): string {
  const ran = runs.reduce((sum, run) => sum + (run.duration ?? 0), 0)
  return verdict(
    { ...counts, ...(isPartial && { isPartial: true }), ...withoutTest(runs.map((run) => run.counts.tests)) },
    conclusion,
    duration === null || ran < duration / 2 ? null : duration,
  )
}

/** A shorter verdict for the top bar, which has little room. */
export function verdictInShort(totals: Totals, conclusion: Conclusion): string {
  const { tests, failed, missing = 0 } = totals
  const tone = toneOf(totals, conclusion)
  if (tone === 'failed') return `${formatCount(failed)} failed of ${formatCount(tests + missing)}`
  if (missing > 0) return `${formatCount(missing)} never ran`
  if (tone === 'lost') return tests === 0 ? 'No tests read' : 'Results may be missing'
  if (tone === 'skipped') return `${formatCount(tests)} skipped`
  if (tone === 'none') return tests === 0 ? 'No tests' : 'A run has no test'
  return `${formatCount(tests - totals.skipped)} passed`
}

const someOf = (failed: number, all: number): string =>
  `${formatCount(failed)} of ${plural(all, 'test')} failed`

const allOf = (count: number, what: string, ofOne = what): string =>
  count === 1 ? `The only test ${ofOne}` : `All ${formatCount(count)} tests ${what}`
