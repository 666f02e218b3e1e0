/** How well the workers of a run were used. Microseconds throughout. */

import { lengthOf, type Span } from '../data/span.ts'
import type { Lane, Tests } from '../data/tests.ts'
import { timeOf } from '../hierarchy/sums.ts'
import { isUnended } from '../text/duration.ts'
import { endOf } from '../timeline/rows.ts'

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
  /** Last end of its tests, microseconds since the epoch; of one that never ended, the last time that is known of it. */
  readonly end: number
  /** The same of those that never ended; 0 if there are none. */
  readonly openEnd: number
  /** From its last end to the run's, as in the timeline; null of no worker. */
  readonly idle: number | null
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
  /** Wall time if the workers had been busy evenly; never shorter than the longest test. */
  readonly ideal: number
  /** The worker that finished last; null if a test that never ended was still running then. */
  readonly last: number | null
  /** How long the workers waited for that one, in all. */
  readonly waited: number
}

/** Null if no test has a worker. */
export function balanceOf(tests: Tests, run: number, span: Span | null): Balance | null {
  const lanes = tests.lanes.filter((lane) => lane.run === run).map((lane) => timesOf(tests, lane))
  const known = lanes.filter(({ worker }) => worker !== null)
  if (known.length === 0) return null
  const sum = (of: 'time' | 'busy' | 'unended'): number => known.reduce((all, one) => all + one[of], 0)
  const most = (of: 'longest' | 'end' | 'openEnd', all = known): number =>
    Math.max(...all.map((one) => one[of]))
  const [time, busy, longest] = [sum('time'), sum('busy'), most('longest')]
  const [end, runEnd] = [most('end'), most('end', lanes)]
  const workers = known.map((one) => ({ ...one, idle: runEnd - one.end }))
  const wall = span && lengthOf(span)
  return {
    workers,
    others: lanes.find(({ worker }) => worker === null) ?? null,
    time,
    unended: sum('unended'),
    wall,
    // tests that all took no time do not tell
    busy: wall && time > 0 ? (busy / (wall * workers.length)) * 100 : null,
    longest,
    ideal: Math.max(busy / workers.length, longest),
    last: most('openEnd') === end ? null : (workers.find((one) => one.end === end)?.worker ?? null),
    waited: known.reduce((all, one) => all + (end - one.end), 0),
  }
}

function timesOf(tests: Tests, { worker, first, end: behind }: Lane): LaneTime {
  let [time, busy, longest, unended, reach, end, openEnd] = [0, 0, 0, 0, 0, 0, 0]
  // ascending by start
  for (let test = first; test < behind; test++) {
    const own = timeOf(tests, test)
    const until = tests.start[test] + own
    time += own
    busy += Math.max(0, until - Math.max(tests.start[test], reach))
    reach = Math.max(reach, until)
    longest = Math.max(longest, own)
    end = Math.max(end, endOf(tests, test))
    if (!isUnended(tests.status[test])) continue
    unended += 1
    openEnd = Math.max(openEnd, endOf(tests, test))
  }
  return { worker, tests: behind - first, time, busy, longest, unended, end, openEnd, idle: null }
}
