/** Facts about a run, from its stats and its columns. Pure. */

import { FAILURE_STATUSES, parseTimestamp, STATUSES, type Stats, type Status } from '../../format/exported.ts'
import { isUnended } from '../text/duration.ts'
import { CODE } from '../text/status.ts'
import type { DrawnTests, Tests } from './tests.ts'

/** First start and last end, in microseconds since the epoch; null if one is missing or they are reversed. */
export function spanOf(stats: Pick<Stats, 'start' | 'end'>): readonly [number, number] | null {
  const [start, end] = [parseTimestamp(stats.start), parseTimestamp(stats.end)]
  return start === null || end === null || end < start ? null : [start, end]
}

export function countStatuses(tests: Tests, run: number): Record<Status, number> {
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>
  for (let test = tests.runStart[run]; test < tests.runStart[run + 1]; test++) {
    counts[STATUSES[tests.status[test]]] += 1
  }
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

const CODES_OF_FAILURES: ReadonlySet<number> = new Set([...FAILURE_STATUSES].map((status) => CODE[status]))

export const failingOf = (tests: Tests, run: number): number[] =>
  testsIn(tests, run, (code) => CODES_OF_FAILURES.has(code))

export const skippedOf = (tests: Tests, run: number): number[] =>
  testsIn(tests, run, (code) => code === CODE.skip)

/** In the order of raw. */
function testsIn(tests: Tests, run: number, passes: (code: number) => boolean): number[] {
  const found: number[] = []
  for (let test = tests.runStart[run]; test < tests.runStart[run + 1]; test++) {
    if (passes(tests.status[test])) found.push(test)
  }
  return found.sort((a, b) => tests.raw(a) - tests.raw(b))
}
