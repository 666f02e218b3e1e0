/** How well the workers of a run were used. Microseconds throughout. */

import type { Tests } from '../data/tests.ts'
import { timeOf } from '../hierarchy/sums.ts'
import { isUnended } from '../text/duration.ts'

interface WorkerTime {
  /** N of `worker-N`. */
  readonly worker: number
  readonly tests: number
  /** Sum of its tests' durations. */
  readonly time: number
  /** Time in which it ran a test; less than their sum where tests overlap. */
  readonly busy: number
  /** From the end of its last test to the end of the last test of any worker; null if one of its tests never ended. */
  readonly waited: number | null
}

export interface Balance {
  /** Ascending by number. */
  readonly workers: readonly WorkerTime[]
  /** Sum of the durations of all tests of the run that ended. */
  readonly time: number
  /** Number of tests that never ended: how long these took is not known, and counts nowhere. */
  readonly unended: number
  /** From the first start to the last end; null if the stream has none. */
  readonly wall: number | null
  /** Percent of the wall time in which a worker ran a test, the mean of all workers; null if nothing took time. */
  readonly busy: number | null
  /** The longest test. */
  readonly longest: number
  /** Wall time if the workers shared the tests evenly; never shorter than the longest test. */
  readonly ideal: number
  /** The worker that finished last; null if one of its tests never ended, so that nothing tells when it finished. */
  readonly last: number | null
  /** How long the workers waited for that one, in all; null if that is not known of each. */
  readonly waited: number | null
}

/** Null if no test has a worker. */
export function balanceOf(tests: Tests, run: number, span: readonly [number, number] | null): Balance | null {
  const ends: number[] = []
  const known = tests.lanes.flatMap((lane) => {
    if (lane.run !== run || lane.worker === null) return []
    let [time, busy, end, isBroken] = [0, 0, 0, false]
    // ascending by start
    for (let test = lane.first; test < lane.end; test++) {
      const own = timeOf(tests, test)
      const testEnd = tests.start[test] + own
      time += own
      busy += Math.max(0, testEnd - Math.max(tests.start[test], end))
      isBroken ||= isUnended(tests.status[test])
      end = Math.max(end, testEnd)
    }
    ends.push(end)
    return [{ worker: lane.worker, tests: lane.end - lane.first, time, busy, isBroken }]
  })
  if (known.length === 0) return null
  const end = Math.max(...ends)
  const workers = known.map(({ isBroken, ...one }, i) => ({
    ...one,
    waited: isBroken ? null : end - ends[i],
  }))
  let [time, longest, unended] = [0, 0, 0]
  for (let test = tests.runStart[run]; test < tests.runStart[run + 1]; test++) {
    time += timeOf(tests, test)
    longest = Math.max(longest, timeOf(tests, test))
    if (isUnended(tests.status[test])) unended += 1
  }
  const last = workers[ends.indexOf(end)]
  const wall = span === null ? null : span[1] - span[0]
  const busy = workers.reduce((sum, one) => sum + one.busy, 0)
  return {
    workers,
    time,
    unended,
    wall,
    // tests that all took no time do not tell
    busy: wall && time > 0 ? (busy / (wall * workers.length)) * 100 : null,
    longest,
    ideal: Math.max(time / workers.length, longest),
    last: last.waited === null ? null : last.worker,
    waited: workers.reduce<number | null>((sum, one) => addKnown(sum, one.waited), 0),
  }
}

const addKnown = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a + b
