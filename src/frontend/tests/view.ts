/** The table's rows, derived from the route and the tests. */

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { STATUSES, type Status } from '../../format/exported.ts'
import { once } from '../data/once.ts'
import { testsRead } from '../data/report.ts'
import { countCodes } from '../data/run-facts.ts'
import type { Tests } from '../data/tests.ts'
import { latestRoute, refine } from '../route/location.ts'
import { ALL_TESTS, type SortKey, type TestsRoute } from '../route/route.ts'
import { askOrder } from '../search/client.ts'
import type { Order } from '../search/order.ts'
import { search } from '../search/search.ts'
import { CODE } from '../text/status.ts'
import { valuesOf } from './order.ts'
import { Rows } from './rows.ts'

export const asked = latestRoute(ALL_TESTS)

/** All tests, with the columns that the reader chose. */
export const allTests = (): TestsRoute => ({ ...ALL_TESTS, columns: asked.value.columns })

/** The test of the active row; −1 for none. */
export const active = signal(-1)

const tests = computed(() => testsRead.value?.tests ?? null)

const searched = search(asked, tests)

/** Per test: 1 if the search matches, whatever statuses are chosen; null: all match. */
const wanted = computed(() => tests.value && onlyNamed(tests.value, searched.found.value))

// separate signals, so that typing a letter sorts and walks nothing again
const shown = computed(() => {
  const { statuses, run, sort, descending } = asked.value
  return JSON.stringify([statuses, run, sort, descending])
})
const runShown = computed(() => asked.value.run)

/** Excludes tests with unreadable names: there is nothing to show of them, and no link leads to them. */
function onlyNamed({ count, names, runStart }: Tests, matches: Uint8Array | null): Uint8Array | null {
  if (!names.includes(null)) return matches
  const named = matches ?? new Uint8Array(count).fill(1)
  names.forEach((one, run) => one === null && named.fill(0, runStart[run], runStart[run + 1]))
  return named
}

/** Number of tests in the table without any filter. */
export const countAll = computed(() => {
  if (tests.value === null) return 0
  const { names, runStart } = tests.value
  return names.reduce((sum, one, run) => sum + (one === null ? 0 : runStart[run + 1] - runStart[run]), 0)
})

let orders: { of: Tests | null; byKey: Map<SortKey, ReadonlySignal<Order | null>> } = {
  of: null,
  byKey: new Map(),
}

function orderOf(of: Tests, key: SortKey): Order | null {
  if (orders.of !== of) orders = { of, byKey: new Map() }
  // ties in order of time, not of lanes
  return once(orders.byKey, key, () => askOrder(() => valuesOf(of, key), of.start)).value
}

/** The previous rows, which stay until a new order is known. */
let before: Rows | null = null

/** The tests shown, in order; null until they are loaded. */
export const rows = computed<Rows | null>(() => {
  if (tests.value === null) return null
  void shown.value
  const { statuses, run, sort, descending } = asked.peek()
  const { status, runStart } = tests.value
  const [found, chosen] = [wanted.value, codesOf(statuses)]
  const order = orderOf(tests.value, sort)
  if (order === null) return before
  const [from, to] = run === null ? [0, tests.value.count] : [runStart[run] ?? 0, runStart[run + 1] ?? 0]
  before = new Rows(order, {
    descending,
    passes: (test) =>
      test >= from && test < to && (found === null || found[test] === 1) && (chosen?.[status[test]] ?? true),
    length: counts.value.reduce((sum, count, code) => sum + ((chosen?.[code] ?? true) ? count : 0), 0),
  })
  return before
})

/** Number of tests per status that the search finds, whatever statuses are chosen. */
export const counts = computed<readonly number[]>(() => {
  if (tests.value === null) return STATUSES.map(() => 0)
  const runs = runShown.value === null ? tests.value.names.keys() : [runShown.value]
  return countCodes(tests.value, [...runs], wanted.value)
})

function codesOf(statuses: readonly Status[]): boolean[] | null {
  if (statuses.length === 0) return null
  const chosen = STATUSES.map(() => false)
  for (const status of statuses) chosen[CODE[status]] = true
  return chosen
}

export function change(to: Partial<TestsRoute>): void {
  refine({ ...asked.value, ...to })
}

/** Reverses the order if the column stays; a new column starts at its interesting end. */
export function sortBy(sort: SortKey): void {
  const same = asked.value.sort === sort
  change({ sort, descending: same ? !asked.value.descending : sort === 'duration' })
}
