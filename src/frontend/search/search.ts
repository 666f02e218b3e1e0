/** What a page's search matches. */

import { computed, effect, type ReadonlySignal } from '@preact/signals'
import type { Tests } from '../data/tests.ts'
import { Search } from './client.ts'
import { matchesOf } from './matches.ts'
import { filtersOf, parseQuery, type Query } from './query.ts'

interface Searched {
  readonly query: ReadonlySignal<Query>
  /** Per test: 1 if the query matches, whatever statuses are chosen; null: all match. */
  readonly found: ReadonlySignal<Uint8Array | null>
}

/** `asked`: the page's route. `tests`: null until they have been read. */
export function search(
  asked: ReadonlySignal<{ readonly query: string }>,
  tests: ReadonlySignal<Tests | null>,
): Searched {
  const words = new Search()
  // a signal of its own: nothing is parsed anew when the route changes otherwise
  const text = computed(() => asked.value.query)
  const query = computed(() => parseQuery(text.value))
  const filters = computed(() => filtersOf(query.value))
  effect(() => words.ask(query.value.words))
  const found = computed(() => {
    if (tests.value === null) return null
    // not `query`: until the search has found new words, the result stays as it is
    void filters.value
    return matchesOf(tests.value, query.peek(), words.found.value)
  })
  return { query, found }
}
