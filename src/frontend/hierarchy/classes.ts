/** Sums over the tests of each class, in one walk over all tests. */

import type { Tests } from '../data/tests.ts'
import { FAILING_RANK, RANK_OF_CODE } from '../timeline/ranks.ts'

/** Of the classes of several runs, each name once; the n-th element of a column is about the n-th name. */
export interface ClassSums {
  /** With their last separators; one may be empty. */
  readonly names: readonly string[]
  /** Microseconds. */
  readonly time: Float64Array
  readonly count: Uint32Array
  readonly failed: Uint32Array
  /** Rank of the worst status. */
  readonly worst: Uint8Array
  /** Class n's tests stand in `tests` from first[n] to before first[n + 1], run by run by lane. */
  readonly first: Uint32Array
  readonly tests: Uint32Array
}

/** Microseconds that a test counts for: none where it has no times, or its clock went back. */
export const timeOf = ({ duration }: Pick<Tests, 'duration'>, test: number): number =>
  duration[test] > 0 ? duration[test] : 0

export function sumClasses(tests: Tests, runs: readonly number[]): ClassSums {
  const { names, places } = joinNames(tests, runs)
  const size = names.length
  const sums = {
    names,
    time: new Float64Array(size),
    count: new Uint32Array(size),
    failed: new Uint32Array(size),
    worst: new Uint8Array(size),
    first: new Uint32Array(size + 1),
  }
  const { time, count, failed, worst, first } = sums
  const { status, duration } = tests
  // plain loops: a million tests take a tenth of a second, and twice that by a callback each
  runs.forEach((run, r) => {
    const [classOf, place, from] = [tests.names[run]?.classOf ?? NONE, places[r], tests.runStart[run]]
    for (let n = 0; n < classOf.length; n++) {
      const rank = RANK_OF_CODE[status[from + n]]
      const took = duration[from + n]
      const at = place[classOf[n]]
      count[at] += 1
      if (took > 0) time[at] += took
      if (rank >= FAILING_RANK) failed[at] += 1
      if (rank > worst[at]) worst[at] = rank
    }
  })
  for (let at = 0; at < size; at++) first[at + 1] = first[at] + count[at]
  const filled = first.slice()
  const sorted = new Uint32Array(first[size])
  runs.forEach((run, r) => {
    const [classOf, place, from] = [tests.names[run]?.classOf ?? NONE, places[r], tests.runStart[run]]
    for (let n = 0; n < classOf.length; n++) sorted[filled[place[classOf[n]]]++] = from + n
  })
  return { ...sums, tests: sorted }
}

const NONE = new Uint32Array(0)

/** `places`: of each run, its class → the class among all. */
function joinNames(tests: Tests, runs: readonly number[]): { names: string[]; places: Uint32Array[] } {
  const [only] = runs
  const classes = tests.names[only]?.classes ?? []
  // a run has each class once
  if (runs.length === 1) return { names: [...classes], places: [Uint32Array.from(classes.keys())] }
  const known = new Map<string, number>()
  const places = runs.map((run) =>
    Uint32Array.from(tests.names[run]?.classes ?? [], (name) => {
      const place = known.get(name) ?? known.size
      known.set(name, place)
      return place
    }),
  )
  return { names: [...known.keys()], places }
}
