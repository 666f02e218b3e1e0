/** What the table is sorted by, as a number a test; and the walk over a sorted column. */

import { STATUSES } from '../../format/exported.ts'
import type { Tests } from '../data/tests.ts'
import type { SortKey } from '../route/route.ts'
import type { Order } from '../search/order.ts'
import { SEVERITY } from '../text/status.ts'

/** NaN for none; null: names are no numbers. */
export function valuesOf(tests: Tests, key: SortKey): Float64Array | null {
  if (key === 'name') return null
  if (key === 'start') return tests.start
  if (key === 'duration') return tests.duration
  const rank = STATUSES.map((status) => SEVERITY.indexOf(status))
  const { status } = tests
  // a loop: Float64Array.from with a function takes ten times as long
  const values = new Float64Array(tests.count)
  for (let test = 0; test < values.length; test++)
    values[test] = key === 'worker' ? workerOf(tests, test) : rank[status[test]]
  return values
}

function workerOf(tests: Tests, test: number): number {
  const worker = tests.worker(test)
  return worker < 0 ? Number.NaN : worker
}

/** The tests that pass, `most` of them, in order. Descending, those without a value still come last. */
export function walk(
  { tests, known }: Order,
  descending: boolean,
  passes: (test: number) => boolean,
  most = tests.length,
): Uint32Array {
  const found = new Uint32Array(most)
  let count = 0
  for (let i = 0; i < tests.length; i++) {
    const test = tests[descending && i < known ? known - 1 - i : i]
    if (passes(test)) found[count++] = test
  }
  return count === most ? found : found.slice(0, count)
}
