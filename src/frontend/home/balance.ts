/** How well the workers of a run were used. Microseconds throughout. */

import { lengthOf, type Span } from '../data/span.ts'
import type { Lane, Tests } from '../data/tests.ts'
import { timeOf } from '../hierarchy/sums.ts'
import { isUnended } from '../text/duration.ts'

interface LaneTime {
  /** N of `worker-N`; null: tests without a worker. */
  readonly worker: number | null
  readonly tests: number
  /** Sum of its tests' durations. */
  readonly time: number
  /** Time in which it ran a test; less than their sum where tests overlap. */
  readonly busy: number
  /** Its longest test. */
  readonly longest: number
  /** Number of its tests that never ended. */
  readonly unended: number
  /** End of its last test, microseconds since the epoch. */
  readonly end: number
  /** From there to the end of the last test of any worker; null if one of its tests never ended, and of no worker. */
  readonly waited: number | null
}

export interface Balance {
  /** Ascending by number. */
  readonly workers: readonly LaneTime[]
  /** The tests without a worker, which count nowhere below; null if there are none. */
  readonly others: LaneTime | null
  /** Sum of the durations of the workers' tests that ended. */
  readonly time: number
  /** Number of their tests that never ended: how long these took is not known, and counts nowhere. */
  readonly unended: number
  /** From the first start to the last end; null if the stream has none. */
  readonly wall: number | null
  /** Percent of the wall time in which a worker ran a test, the mean of all workers; null if nothing took time. */
  readonly busy: number | null
  /** Their longest test. */
  readonly longest: number
  /** Wall time if the workers shared their tests evenly; never shorter than the longest test. */
  readonly ideal: number
  /** The worker that finished last; null if one of its tests never ended, so that nothing tells when it finished. */
  readonly last: number | null
  /** How long the workers waited for that one, in all; null if that is not known of each. */
  readonly waited: number | null
}

/** Null if no test has a worker. */
export function balanceOf(tests: Tests, run: number, span: Span | null): Balance | null {
  const lanes = tests.lanes.filter((lane) => lane.run === run).map((lane) => timesOf(tests, lane))
  const known = lanes.filter(({ worker }) => worker !== null)
  if (known.length === 0) return null
  const sum = (of: 'time' | 'busy' | 'unended'): number => known.reduce((all, one) => all + one[of], 0)
  const most = (of: 'longest' | 'end'): number => Math.max(...known.map((one) => one[of]))
  const [time, longest, end] = [sum('time'), most('longest'), most('end')]
  const workers = known.map((one) => ({ ...one, waited: one.unended > 0 ? null : end - one.end }))
  const last = workers.find((one) => one.end === end)
  const wall = span && lengthOf(span)
  return {
    workers,
    others: lanes.find(({ worker }) => worker === null) ?? null,
    time,
    unended: sum('unended'),
    wall,
    // tests that all took no time do not tell
    busy: wall && time > 0 ? (sum('busy') / (wall * workers.length)) * 100 : null,
    longest,
    ideal: Math.max(time / workers.length, longest),
    last: last?.waited === 0 ? last.worker : null,
    waited: workers.reduce<number | null>((all, one) => addKnown(all, one.waited), 0),
  }
}

function timesOf(tests: Tests, { worker, first, end: behind }: Lane): LaneTime {
  let [time, busy, longest, unended, end] = [0, 0, 0, 0, 0]
  // ascending by start
  for (let test = first; test < behind; test++) {
    const own = timeOf(tests, test)
    const testEnd = tests.start[test] + own
    time += own
    busy += Math.max(0, testEnd - Math.max(tests.start[test], end))
    longest = Math.max(longest, own)
    if (isUnended(tests.status[test])) unended += 1
    end = Math.max(end, testEnd)
  }
  return { worker, tests: behind - first, time, busy, longest, unended, end, waited: null }
}

const addKnown = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a + b
