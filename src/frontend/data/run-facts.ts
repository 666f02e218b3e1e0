/** Facts about a run, from its stats and its columns. Pure. */

import { parseTimestamp, STATUSES, type Stats } from '../../format/exported.ts'
import { isUnended } from '../text/duration.ts'
import { CODE } from '../text/status.ts'
import { isFailing } from './ranks.ts'
import type { Span } from './span.ts'
import type { DrawnTests, Tests } from './tests.ts'

/** First start and last end, in microseconds since the epoch; null if one is missing or they are reversed. */
export function spanOf(stats: Pick<Stats, 'start' | 'end'>): Span | null {
  const [from, to] = [parseTimestamp(stats.start), parseTimestamp(stats.end)]
  return from === null || to === null || to < from ? null : { from, to }
}

/** Number of tests of these runs per status code; `found`: only of those with a 1. */
export function countCodes(
  { runStart, status }: DrawnTests,
  runs: readonly number[],
  found: Uint8Array | null = null,
): number[] {
  const counts = STATUSES.map(() => 0)
  for (const run of runs)
    for (let test = runStart[run]; test < runStart[run + 1]; test++)
      if (found === null || found[test] === 1) counts[status[test]] += 1
  return counts
}

/** Number of tests without a start, which come after those of the run's lanes; `matches`: only of those with a 1. */
export function countUntimed(
  { lanes, runStart }: DrawnTests,
  run: number,
  matches: Uint8Array | null = null,
): number {
  const [from, to] = [lanes.findLast((lane) => lane.run === run)?.end ?? runStart[run], runStart[run + 1]]
  return matches === null ? to - from : matches.subarray(from, to).filter(Boolean).length
}

/** The longest tests of a run that ended, longest first. */
export function slowestOf(tests: Tests, run: number, most: number): number[] {
  const slowest: number[] = []
  for (let test = tests.runStart[run]; test < tests.runStart[run + 1]; test++) {
    const duration = tests.duration[test]
    if (!(duration > 0) || isUnended(tests.status[test])) continue
    if (slowest.length === most && duration <= tests.duration[slowest[most - 1]]) continue
    keepLongest(slowest, test, tests.duration, most)
  }
  return slowest
}

/** Inserts a test, longest first; drops the last if there are more than `most`. */
export function keepLongest(slowest: number[], test: number, duration: Float64Array, most: number): void {
  const place = slowest.findIndex((other) => duration[other] < duration[test])
  slowest.splice(place < 0 ? slowest.length : place, 0, test)
  if (slowest.length > most) slowest.pop()
}

export const failingOf = (tests: Tests, run: number): number[] =>
  testsIn(tests, run, (test) => isFailing(tests, test))

export const skippedOf = (tests: Tests, run: number): number[] =>
  testsIn(tests, run, (test) => tests.status[test] === CODE.skip)

/** In the order of raw. */
function testsIn(tests: Tests, run: number, passes: (test: number) => boolean): number[] {
  const found: number[] = []
  for (let test = tests.runStart[run]; test < tests.runStart[run + 1]; test++) {
    if (passes(test)) found.push(test)
  }
  return found.sort((a, b) => tests.raw(a) - tests.raw(b))
}
