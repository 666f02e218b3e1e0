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
  each(tests, runs, places, (test, n) => {
    const rank = RANK_OF_CODE[tests.status[test]]
    count[n] += 1
    time[n] += timeOf(tests, test)
    if (rank >= FAILING_RANK) failed[n] += 1
    if (rank > worst[n]) worst[n] = rank
  })
  for (let n = 0; n < size; n++) first[n + 1] = first[n] + count[n]
  const filled = first.slice()
  const sorted = new Uint32Array(first[size])
  each(tests, runs, places, (test, n) => {
    sorted[filled[n]++] = test
  })
  return { ...sums, tests: sorted }
}

/** `places`: of each run, its class → the class among all. */
function joinNames(tests: Tests, runs: readonly number[]): { names: string[]; places: Uint32Array[] } {
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

function each(
  tests: Tests,
  runs: readonly number[],
  places: readonly Uint32Array[],
  take: (test: number, place: number) => void,
): void {
  runs.forEach((run, i) => {
    const classOf = tests.names[run]?.classOf
    if (classOf === undefined) return
    for (let n = 0; n < classOf.length; n++) take(tests.runStart[run] + n, places[i][classOf[n]])
  })
}
