/** What changed from one report to another. */

import { noiseOf } from './noise.ts'
import type { ReportTests } from './report-tests.ts'
import { kindOf, type StatusKind } from './status-kind.ts'

/** A test and its index in each report; −1 if the report does not have it. */
export interface Difference {
  readonly key: string
  readonly before: number
  readonly after: number
}

export interface Comparison {
  /** Fails now; did not fail before, or was not there. */
  readonly newFailures: readonly Difference[]
  /** Failed before, passes now. */
  readonly fixed: readonly Difference[]
  readonly stillFailing: readonly Difference[]
  /** Skipped now; passed or failed before. */
  readonly skippedNow: readonly Difference[]
  /** Skipped before, passes now. A test skipped before that fails now is a new failure. */
  readonly skippedBefore: readonly Difference[]
  /** In one report only. */
  readonly added: readonly Difference[]
  readonly removed: readonly Difference[]
  /** Passed both times, with durations that differ by more than noise; largest change first. */
  readonly slower: readonly Difference[]
  readonly faster: readonly Difference[]
}

/** A test's median absolute deviation in microseconds; 0 if unknown. */
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
    const kind = kindOf(after.status[test])
    const earlier = other < 0 ? null : kindOf(before.status[other])
    if (earlier === null) found.added.push(one)
    const turn = turnOf(earlier, kind)
    if (turn !== null) found[turn].push(one)
    if (earlier === 'passed' && kind === 'passed') {
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

function turnOf(before: StatusKind | null, after: StatusKind): Turn | null {
  if (after === 'failed') return before === 'failed' ? 'stillFailing' : 'newFailures'
  if (before === null || before === after) return null
  if (after === 'skipped') return 'skippedNow'
  return before === 'failed' ? 'fixed' : 'skippedBefore'
}

/** Null if the change is within noise, or a time is missing. */
export function paceOf(before: number, after: number, spread: () => number): 'slower' | 'faster' | null {
  const change = after - before
  // most tests change by less than the least noise: their spread need not be computed
  if (!(Math.abs(change) > noiseOf(before, 0)) || Math.abs(change) <= noiseOf(before, spread())) return null
  return change > 0 ? 'slower' : 'faster'
}
