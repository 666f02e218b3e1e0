/** The order of all tests by a column; filters then walk it, so that a keystroke sorts nothing. */

import { STATUSES } from '../../format/exported.ts'
import type { Tests } from '../data/tests.ts'
import type { SortKey } from '../route/route.ts'
import { SEVERITY } from '../text/status.ts'

export interface Order {
  /** All tests, ascending; equal ones in the order of raw; those without a value at the end. */
  readonly tests: Uint32Array
  /** How many have a value. */
  readonly known: number
}

export function buildOrder(tests: Tests, key: SortKey): Order {
  const all = Uint32Array.from({ length: tests.count }, (_, test) => test)
  if (key === 'name') {
    const names = Array.from(all, (test) => tests.name(test))
    all.sort((a, b) => (names[a] < names[b] ? -1 : names[a] > names[b] ? 1 : a - b))
    return { tests: all, known: tests.count }
  }
  const values = valuesOf(tests, key)
  const known = all.filter((test) => !Number.isNaN(values[test]))
  const rest = all.filter((test) => Number.isNaN(values[test]))
  known.sort((a, b) => values[a] - values[b] || a - b)
  all.set(known)
  all.set(rest, known.length)
  return { tests: all, known: known.length }
}

function valuesOf(tests: Tests, key: Exclude<SortKey, 'name'>): Float64Array {
  if (key === 'start') return tests.start
  if (key === 'duration') return tests.duration
  if (key === 'worker') return Float64Array.from({ length: tests.count }, (_, test) => workerOf(tests, test))
  const rank = STATUSES.map((status) => SEVERITY.indexOf(status))
  return Float64Array.from(tests.status, (code) => rank[code])
}

/** The tests that pass, in order. Descending, those without a value still come last. */
export function walk(order: Order, descending: boolean, passes: (test: number) => boolean): Uint32Array {
  const { tests, known } = order
  const found = new Uint32Array(tests.length)
  let count = 0
  for (let i = 0; i < tests.length; i++) {
    const test = tests[descending && i < known ? known - 1 - i : i]
    if (passes(test)) found[count++] = test
  }
  return found.slice(0, count)
}

function workerOf(tests: Tests, test: number): number {
  const worker = tests.worker(test)
  return worker < 0 ? Number.NaN : worker
}
