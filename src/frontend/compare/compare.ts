/** What is different in one report against another. */

import { noiseOf } from './noise.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import type { ReportTests } from './report-tests.ts'

/** A test in both reports: its place in each, −1 where it is not. */
export interface Difference {
  readonly key: string
  readonly before: number
  readonly after: number
}

export interface Comparison {
  /** Failed now, and did not before, or was not there. */
  readonly newFailures: readonly Difference[]
  /** Failed before, and passed now. */
  readonly fixed: readonly Difference[]
  readonly stillFailing: readonly Difference[]
  /** Passed or failed before. */
  readonly skippedNow: readonly Difference[]
  /** Passed now: what was skipped before and failed is a new failure. */
  readonly skippedBefore: readonly Difference[]
  /** In one report alone. */
  readonly added: readonly Difference[]
  readonly removed: readonly Difference[]
  /** Passed both times, and took longer or shorter by more than noise: those that changed most come first. */
  readonly slower: readonly Difference[]
  readonly faster: readonly Difference[]
}

/** A test's median absolute deviation in microseconds, where it is known; else 0. */
export type SpreadOf = (key: string) => number

export function compareReports(before: ReportTests, after: ReportTests, spreadOf: SpreadOf): Comparison {
  const found = {
    newFailures: [] as Difference[],
    fixed: [] as Difference[],
    stillFailing: [] as Difference[],
    skippedNow: [] as Difference[],
    skippedBefore: [] as Difference[],
    added: [] as Difference[],
    removed: [] as Difference[],
    slower: [] as Difference[],
    faster: [] as Difference[],
  }
  for (const [test, key] of after.keys.entries()) {
    const other = before.place.get(key) ?? -1
    const one = { key, before: other, after: test }
    const outcome = outcomeOf(after.status[test])
    const earlier = other < 0 ? null : outcomeOf(before.status[other])
    if (earlier === null) found.added.push(one)
    const turn = turnOf(earlier, outcome)
    if (turn !== null) found[turn].push(one)
    if (earlier === 'passed' && outcome === 'passed') {
      const pace = paceOf(before.duration[other], after.duration[test], () => spreadOf(key))
      if (pace !== null) found[pace].push(one)
    }
  }
  for (const [test, key] of before.keys.entries()) {
    if (!after.place.has(key)) found.removed.push({ key, before: test, after: -1 })
  }
  const gain = (one: Difference): number => after.duration[one.after] - before.duration[one.before]
  found.slower.sort((a, b) => gain(b) - gain(a))
  found.faster.sort((a, b) => gain(a) - gain(b))
  return found
}

type Turn = 'newFailures' | 'fixed' | 'stillFailing' | 'skippedNow' | 'skippedBefore'

function turnOf(before: Outcome | null, after: Outcome): Turn | null {
  if (after === 'failed') return before === 'failed' ? 'stillFailing' : 'newFailures'
  if (before === null || before === after) return null
  if (after === 'skipped') return 'skippedNow'
  return before === 'failed' ? 'fixed' : 'skippedBefore'
}

/** Null for no more than noise, and where a time is missing. */
export function paceOf(before: number, after: number, spread: () => number): 'slower' | 'faster' | null {
  const change = after - before
  // most tests differ by less than any noise: how they vary is then not asked for
  if (!(Math.abs(change) > noiseOf(before, 0)) || Math.abs(change) <= noiseOf(before, spread())) return null
  return change > 0 ? 'slower' : 'faster'
}
