/** Query and columns → which tests are meant. */

import { STATUSES } from '../../format/exported.ts'
import type { Tests } from '../data/tests.ts'
import type { Query } from './query.ts'

/** A byte a test: 1 where it is meant; null: all are. `found`: what the search found, null for no words. */
export function matchesOf(
  tests: Tests,
  query: Pick<Query, 'statuses' | 'worker' | 'tags' | 'longer' | 'shorter'>,
  found: Uint8Array | null,
): Uint8Array | null {
  const { statuses, longer, shorter } = query
  const byTags = query.worker !== null || query.tags.length > 0
  if (found === null && statuses.length === 0 && longer === null && shorter === null && !byTags) return null
  const wanted = STATUSES.map((status) => (statuses.length === 0 || statuses.includes(status) ? 1 : 0))
  const matches = found === null ? new Uint8Array(tests.count).fill(1) : Uint8Array.from(found)
  const { status, duration } = tests
  for (let test = 0; test < matches.length; test++) {
    matches[test] &= wanted[status[test]]
    // a test without a duration is neither longer nor shorter
    if (longer !== null && !(duration[test] > longer)) matches[test] = 0
    if (shorter !== null && !(duration[test] < shorter)) matches[test] = 0
  }
  if (byTags) keepTagged(tests, query, matches)
  return matches
}

/** By sets of tags, of which there are few. */
function keepTagged(
  tests: Tests,
  { worker, tags }: Pick<Query, 'worker' | 'tags'>,
  matches: Uint8Array,
): void {
  tests.names.forEach((names, run) => {
    const first = tests.runStart[run]
    const fits = names?.tagSets.map((set) => tags.every((tag) => set.includes(tag))) ?? []
    for (let test = first; test < tests.runStart[run + 1]; test++) {
      if (matches[test] === 0) continue
      const isWorkers = worker === null || tests.worker(test) === worker
      if (names === null || !fits[names.tags[test - first]] || !isWorkers) matches[test] = 0
    }
  })
}
