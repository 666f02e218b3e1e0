/** The table's rows, from the route and the tests. */

import { computed, signal } from '@preact/signals'
import { STATUSES, type Status } from '../../format/exported.ts'
import { testsRead } from '../data/report.ts'
import { runOf, type Tests } from '../data/tests.ts'
import { refine, route } from '../route/location.ts'
import { ALL_TESTS, type SortKey, type TestsRoute } from '../route/route.ts'
import { CODE } from '../text/status.ts'
import { buildOrder, type Order, walk } from './order.ts'
import { buildHaystack, search } from './search.ts'

/** The table as asked for last: while another page is shown it stays, for the way back. */
let latest: TestsRoute = ALL_TESTS
export const asked = computed<TestsRoute>(() => {
  if (route.value.page === 'tests') latest = route.value
  return latest
})

/** The test that the keyboard is at; −1 for none. */
export const active = signal(-1)

const tests = computed(() => testsRead.value?.tests ?? null)
const haystack = computed(() => (tests.value === null ? null : buildHaystack(tests.value)))
const query = computed(() => asked.value.query)
const found = computed(() => (haystack.value === null ? null : search(haystack.value, query.value)))

let orders: { of: Tests | null; byKey: Map<SortKey, Order> } = { of: null, byKey: new Map() }

function orderOf(of: Tests, key: SortKey): Order {
  if (orders.of !== of) orders = { of, byKey: new Map() }
  let order = orders.byKey.get(key)
  if (order === undefined) {
    order = buildOrder(of, key)
    orders.byKey.set(key, order)
  }
  return order
}

/** The tests shown, in the order shown; null while they are being read. */
export const rows = computed<Uint32Array | null>(() => {
  if (tests.value === null) return null
  const { statuses, run, sort, descending } = asked.value
  const { status, runStart } = tests.value
  const [words, wanted] = [found.value, codesOf(statuses)]
  const [from, to] = run === null ? [0, tests.value.count] : [runStart[run] ?? 0, runStart[run + 1] ?? 0]
  return walk(
    orderOf(tests.value, sort),
    descending,
    (test) =>
      test >= from &&
      test < to &&
      (words === null || words[test] === 1) &&
      (wanted === null || wanted[status[test]]),
  )
})

/** Tests of each status that the search finds, whatever statuses are chosen. */
export const counts = computed<readonly number[]>(() => {
  const count = STATUSES.map(() => 0)
  if (tests.value === null) return count
  const words = found.value
  const { run } = asked.value
  for (let test = 0; test < tests.value.count; test++) {
    if (words !== null && words[test] === 0) continue
    if (run === null || runOf(tests.value, test) === run) count[tests.value.status[test]] += 1
  }
  return count
})

function codesOf(statuses: readonly Status[]): boolean[] | null {
  if (statuses.length === 0) return null
  const wanted = STATUSES.map(() => false)
  for (const status of statuses) wanted[CODE[status]] = true
  return wanted
}

export function change(to: Partial<TestsRoute>): void {
  refine({ ...asked.value, ...to })
}

/** The same column again turns it round; a new one begins at its interesting end. */
export function sortBy(sort: SortKey): void {
  const same = asked.value.sort === sort
  change({ sort, descending: same ? !asked.value.descending : sort === 'duration' })
}

export function toggleStatus(status: Status): void {
  const { statuses } = asked.value
  change({
    statuses: statuses.includes(status) ? statuses.filter((s) => s !== status) : [...statuses, status],
  })
}
