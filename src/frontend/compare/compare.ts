/** What changed from one report to another, times aside. */

import { labelOfKey, type ReportTests } from './report-tests.ts'
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
}

/** Compares the tests of the runs that both reports have; of the others, `runsOfOne` tells. */
export function compareReports(before: ReportTests, after: ReportTests): Comparison {
  const found = {
    newFailures: [] as Difference[],
    fixed: [] as Difference[],
    stillFailing: [] as Difference[],
    skippedNow: [] as Difference[],
    skippedBefore: [] as Difference[],
    added: [] as Difference[],
    removed: [] as Difference[],
  }
  const shared = new Set(before.labels.filter((label) => after.labels.includes(label)))
  const isOfBoth = (key: string): boolean => shared.has(labelOfKey(key))
  for (const [test, key] of after.keys.entries()) {
    if (!isOfBoth(key)) continue
    const other = before.place.get(key) ?? -1
    const one = { key, before: other, after: test }
    const kind = kindOf(after.status[test])
    const earlier = other < 0 ? null : kindOf(before.status[other])
    if (earlier === null) found.added.push(one)
    const turn = turnOf(earlier, kind)
    if (turn !== null) found[turn].push(one)
  }
  for (const [test, key] of before.keys.entries()) {
    if (isOfBoth(key) && !after.place.has(key)) found.removed.push({ key, before: test, after: -1 })
  }
  return found
}

/** A run that one of two reports has not. */
export interface RunOfOne {
  readonly label: string
  readonly tests: number
  readonly failed: number
}

/** The runs of `one` that `other` has not: nothing is known to be new, fixed or removed in these. */
export function runsOfOne({ labels, keys, run, status }: ReportTests, other: ReportTests): RunOfOne[] {
  const runs = labels.map((label) => ({ label, tests: 0, failed: 0 }))
  for (const test of keys.keys()) {
    const of = runs[run[test]]
    of.tests += 1
    if (kindOf(status[test]) === 'failed') of.failed += 1
  }
  return runs.filter(({ label }) => !other.labels.includes(label))
}

type Turn = 'newFailures' | 'fixed' | 'stillFailing' | 'skippedNow' | 'skippedBefore'

function turnOf(before: StatusKind | null, after: StatusKind): Turn | null {
  if (after === 'failed') return before === 'failed' ? 'stillFailing' : 'newFailures'
  if (before === null || before === after) return null
  if (after === 'skipped') return 'skippedNow'
  return before === 'failed' ? 'fixed' : 'skippedBefore'
}
