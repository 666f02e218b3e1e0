/** Tests by name: several executions of one test id in a run are attempts. */

import type { TestAddress } from '../../format/links.ts'
import { runOf, type Tests } from './tests.ts'

/** All tests of that name in the run, in the order of raw. */
export function attemptsOf(tests: Tests, run: number, name: string): number[] {
  const found: number[] = []
  const end = tests.runStart[run + 1] ?? 0
  for (let test = tests.runStart[run] ?? 0; test < end; test++) {
    if (tests.names[test] === name) found.push(test)
  }
  return found
}

/** −1 where the run has no such test. */
export function findTest(tests: Tests, address: TestAddress): number {
  return attemptsOf(tests, address.run, address.name)[address.attempt - 1] ?? -1
}

export function addressOf(tests: Tests, test: number): TestAddress {
  return { run: runOf(tests, test), name: tests.names[test], attempt: repeats(tests).get(test) ?? 1 }
}

const known = new WeakMap<Tests, ReadonlyMap<number, number>>()

/** Test → its attempt, for those that are not the first; few have one, so few are kept. */
function repeats(tests: Tests): ReadonlyMap<number, number> {
  const found = known.get(tests)
  if (found !== undefined) return found
  const repeated = new Map<number, number>()
  tests.runStart.slice(0, -1).forEach((first, run) => {
    const seen = new Map<string, number>()
    for (let test = first; test < tests.runStart[run + 1]; test++) {
      const attempt = (seen.get(tests.names[test]) ?? 0) + 1
      seen.set(tests.names[test], attempt)
      if (attempt > 1) repeated.set(test, attempt)
    }
  })
  known.set(tests, repeated)
  return repeated
}
