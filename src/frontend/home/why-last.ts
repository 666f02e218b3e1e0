/** Why a run's last worker was the last. Microseconds. */

import type { Tests } from '../data/tests.ts'
import { timeOf } from '../hierarchy/sums.ts'
import { endOf } from '../timeline/rows.ts'
import type { Balance } from './balance.ts'

/** The other workers' mean wait, as a share of the wall time, below which it is chance which one is last. */
const LEAST_SHARE = 0.01

/** What took `time`: its longest or last test, its last class, or its tests or gaps in all, beyond the other workers' mean. */
export type Why =
  | { readonly of: 'longest' | 'last'; readonly test: number; readonly time: number }
  | { readonly of: 'class'; readonly name: string; readonly tests: number; readonly time: number }
  | { readonly of: 'tests' | 'gaps'; readonly time: number }

/** Null if all workers ended at about the same time, there is no last one, or a test never ended: nobody knows how long it took. */
export function whyLast(tests: Tests, run: number, { workers, last, waited, wall }: Balance): Why | null {
  const worker = workers.find((one) => one.worker === last)
  const lane = tests.lanes.find((one) => one.run === run && one.worker === last)
  if (last === null || worker === undefined || lane === undefined || workers.length < 2) return null
  if (workers.some(({ unended }) => unended > 0)) return null
  const others = workers.length - 1
  const late = waited / others
  if (late < (wall ?? 0) * LEAST_SHARE) return null
  const busy = workers.reduce((sum, one) => sum + (one === worker ? 0 : one.busy), 0) / others
  const inTests = worker.busy - busy
  if (late - inTests > inTests) return { of: 'gaps', time: late - inTests }
  const rest = Math.max(...workers.map((one) => (one === worker ? 0 : one.longest)))
  if (worker.longest - rest >= late) {
    const longest = tests.duration.indexOf(worker.longest, lane.first)
    return { of: 'longest', test: longest, time: worker.longest }
  }
  let test = lane.end - 1
  while (test > lane.first && endOf(tests, test) !== worker.end) test -= 1
  // without it, the worker would not have been late
  if (timeOf(tests, test) >= late) return { of: 'last', test, time: timeOf(tests, test) }
  let first = test
  while (first > lane.first && tests.isOneClass(first - 1, test)) first -= 1
  const time = worker.end - tests.start[first]
  const names = tests.names[run] ?? null
  if (names === null || time < late) return { of: 'tests', time: inTests }
  const name = names.classes[names.classOf[test - tests.runStart[run]]]
  return { of: 'class', name, tests: test - first + 1, time }
}
