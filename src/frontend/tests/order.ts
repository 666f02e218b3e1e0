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
  if (key === 'worker') {
    return Float64Array.from({ length: tests.count }, (_, test) => workerOf(tests, test))
  }
  const rank = STATUSES.map((status) => SEVERITY.indexOf(status))
  return Float64Array.from(tests.status, (code) => rank[code])
}

function workerOf(tests: Tests, test: number): number {
  const worker = tests.worker(test)
  return worker < 0 ? Number.NaN : worker
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
