/** Sums over tests, per class and per node of the tree. */

import type { ClassTree } from '../data/class-tree.ts'
import { FAILING_RANK, RANK_OF_CODE } from '../data/ranks.ts'
import type { Tests } from '../data/tests.ts'
import { isUnended } from '../text/duration.ts'

/** The n-th element is about the n-th class, or node of a tree. */
export interface Sums {
  /** Microseconds. */
  readonly time: Float64Array
  /** 1 if a test has a duration. */
  readonly timed: Uint8Array
  readonly count: Uint32Array
  readonly failed: Uint32Array
  /** Rank of the worst status. */
  readonly worst: Uint8Array
}

/** The sums of a node include all nodes below it. */
export interface TreeSums extends Sums {
  /** Node n's own tests are those of the stretches first[n] to before first[n + 1], by run, then by lane. */
  readonly first: Uint32Array
  /** Two values per stretch: its first test, and its exclusive end. */
  readonly stretches: Uint32Array
}

/** Microseconds that a test counts for: 0 if it has no times, or never ended, or its clock went back. */
export const timeOf = ({ duration, status }: Pick<Tests, 'duration' | 'status'>, test: number): number =>
  duration[test] > 0 && !isUnended(status[test]) ? duration[test] : 0

export function sumClasses(tests: Tests, run: number): Sums {
  const sums = zeros(tests.names[run]?.classes.length ?? 0)
  eachStretch(tests, run, (one, from, to) => add(sums, one, tests, from, to))
  return sums
}

export function sumTree(tests: Tests, runs: readonly number[], { firstChild, places }: ClassTree): TreeSums {
  const size = firstChild.length - 1
  const sums = zeros(size)
  const first = new Uint32Array(size + 1)
  for (const run of runs) {
    eachStretch(tests, run, (one, from, to) => {
      const node = places[run][one]
      add(sums, node, tests, from, to)
      first[node + 1] += 1
    })
  }
  for (let node = 0; node < size; node++) first[node + 1] += first[node]
  const filled = first.slice()
  const stretches = new Uint32Array(2 * first[size])
  for (const run of runs) {
    eachStretch(tests, run, (one, from, to) => {
      const at = 2 * filled[places[run][one]]++
      stretches[at] = from
      stretches[at + 1] = to
    })
  }
  addUp(sums, firstChild)
  return { ...sums, first, stretches }
}

/** The node's own tests: those of its class, not those below it. */
export function testsIn({ first, stretches }: TreeSums, node: number): number[] {
  const tests: number[] = []
  for (let i = first[node]; i < first[node + 1]; i++) {
    for (let test = stretches[2 * i]; test < stretches[2 * i + 1]; test++) tests.push(test)
  }
  return tests
}

const zeros = (size: number): Sums => ({
  time: new Float64Array(size),
  timed: new Uint8Array(size),
  count: new Uint32Array(size),
  failed: new Uint32Array(size),
  worst: new Uint8Array(size),
})

/**
 * Visits consecutive tests of one class. Nearly all tests of a class are adjacent, so there are ten times
 * fewer stretches than tests. `one`: the class; `to`: exclusive.
 */
function eachStretch(
  { names, runStart }: Tests,
  run: number,
  visit: (one: number, from: number, to: number) => void,
): void {
  const classOf = names[run]?.classOf ?? []
  for (let n = 0, from = 0; n < classOf.length; from = n) {
    const one = classOf[n]
    while (n < classOf.length && classOf[n] === one) n += 1
    visit(one, runStart[run] + from, runStart[run] + n)
  }
}

function add(sums: Sums, at: number, tests: Tests, from: number, to: number): void {
  const { status, duration } = tests
  let [time, timed, failed, worst] = [0, 0, 0, 0]
  for (let test = from; test < to; test++) {
    const rank = RANK_OF_CODE[status[test]]
    time += timeOf(tests, test)
    if (!Number.isNaN(duration[test]) && !isUnended(status[test])) timed = 1
    if (rank >= FAILING_RANK) failed += 1
    if (rank > worst) worst = rank
  }
  sums.time[at] += time
  sums.timed[at] |= timed
  sums.count[at] += to - from
  sums.failed[at] += failed
  if (worst > sums.worst[at]) sums.worst[at] = worst
}

function addUp({ time, timed, count, failed, worst }: Sums, firstChild: Uint32Array): void {
  for (let node = firstChild.length - 2; node >= 0; node--) {
    for (let child = firstChild[node]; child < firstChild[node + 1]; child++) {
      time[node] += time[child]
      timed[node] |= timed[child]
      count[node] += count[child]
      failed[node] += failed[child]
      if (worst[node] < worst[child]) worst[node] = worst[child]
    }
  }
}
