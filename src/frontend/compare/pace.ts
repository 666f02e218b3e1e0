/** Finds the tests that became slower or faster. */

import { groupBy } from '../data/group-by.ts'
import type { Difference } from './compare.ts'
import { durationAt, type History, kindAt } from './history.ts'
import { paceOf, type RunPace, runPaceOf, UNKNOWN, type Variation } from './noise.ts'
import { labelOfKey, type ReportTests } from './report-tests.ts'
import { kindOf } from './status-kind.ts'
import { type UsualTimes, usualTimes } from './usual.ts'

/** Tests that passed both times, the largest change first. */
export interface Paces<Test> {
  /** By the label of the run. */
  readonly common: ReadonlyMap<string, RunPace>
  readonly slower: readonly Test[]
  readonly faster: readonly Test[]
  /** How many more changed, of which it is not known how much their times vary. */
  readonly unknown: number
}

/** A test of a job's newest report. */
export interface Pace {
  readonly row: number
  /** Microseconds: the median before, and the duration now. */
  readonly usual: number
  readonly now: number
}

/** A test that passed both times; in microseconds. */
interface Timed<Test> {
  readonly test: Test
  readonly key: string
  readonly before: number
  readonly after: number
}

/** Compares two reports. `variationOf`: how much the time of the test with a key varies between two. */
export function comparePaces(
  before: ReportTests,
  after: ReportTests,
  variationOf: (key: string) => Variation,
): Paces<Difference> {
  const timed: Timed<Difference>[] = []
  for (const [test, key] of after.keys.entries()) {
    const other = before.place.get(key)
    if (other === undefined) continue
    if (kindOf(before.status[other]) !== 'passed' || kindOf(after.status[test]) !== 'passed') continue
    const one = { key, before: other, after: test }
    timed.push({ test: one, key, before: before.duration[other], after: after.duration[test] })
  }
  return pacesOf(timed, ({ key }) => variationOf(key))
}

/** How much the difference of two times of the test with a key varies: by √2 as much as one. */
export function variationIn(history: History): (key: string) => Variation {
  let past: UsualTimes | null = null
  return (key) => {
    const row = history.row.get(key)
    if (row === undefined) return UNKNOWN
    past ??= usualTimes(history)
    const { spread, times } = past.variationOf(row)
    return { spread: Math.SQRT2 * spread, times }
  }
}

/** Compares the last column with what is usual in those before it. */
export function findPaces(history: History): Paces<Pace> {
  const now = history.reports.length - 1
  const past = usualTimes(history, now)
  const timed: Timed<Pace>[] = []
  for (const [row, key] of history.keys.entries()) {
    const [time, usual] = [durationAt(history, row, now), past.median[row]]
    if (kindAt(history, row, now) !== 'passed' || Number.isNaN(time) || Number.isNaN(usual)) continue
    timed.push({ test: { row, usual, now: time }, key, before: usual, after: time })
  }
  return pacesOf(timed, ({ test }) => past.variationOf(test.row))
}

function pacesOf<Test>(
  timed: readonly Timed<Test>[],
  variationOf: (one: Timed<Test>) => Variation,
): Paces<Test> {
  const common = new Map<string, RunPace>()
  const found = { slower: [] as Timed<Test>[], faster: [] as Timed<Test>[], unknown: [] as Timed<Test>[] }
  for (const [label, run] of groupBy(timed, ({ key }) => labelOfKey(key))) {
    const pace = runPaceOf(run)
    common.set(label, pace)
    for (const one of run) {
      const kind = paceOf(one.before, one.after, pace, () => variationOf(one))
      if (kind !== null) found[kind].push(one)
    }
  }
  const change = ({ before, after }: Timed<Test>): number => after - before
  return {
    common,
    slower: found.slower.sort((a, b) => change(b) - change(a)).map(({ test }) => test),
    faster: found.faster.sort((a, b) => change(a) - change(b)).map(({ test }) => test),
    unknown: found.unknown.length,
  }
}
