/** Finds the tests that match a query. */

import { STATUSES } from '../../format/exported.ts'
import { isBelow, SEPARATORS } from '../data/class-tree.ts'
import type { Tests } from '../data/tests.ts'
import type { Query } from './query.ts'

/** A byte per test, 1 if it matches; null: all match. `found`: the search's answer, null for no words. */
export function matchesOf(
  tests: Tests,
  query: Omit<Query, 'words'>,
  found: Uint8Array | null,
): Uint8Array | null {
  const { statuses, least, most } = query
  const byNames = query.workers.length + query.tags.length + query.classes.length + query.paths.length > 0
  if (statuses.length === 0 && least === null && most === null && !byNames) return found
  const wanted = STATUSES.map((status) => (statuses.length === 0 || statuses.includes(status) ? 1 : 0))
  const matches = found === null ? new Uint8Array(tests.count).fill(1) : Uint8Array.from(found)
  const { status, duration } = tests
  for (let test = 0; test < matches.length; test++) {
    matches[test] &= wanted[status[test]]
    // a test without a duration is neither longer nor shorter
    if (least !== null && !(duration[test] >= least)) matches[test] = 0
    if (most !== null && !(duration[test] <= most)) matches[test] = 0
  }
  if (byNames) keepNamed(tests, query, matches)
  return matches
}

/** Clears tests of other workers, tags or classes. Checks each class and tag set once, as there are few. */
function keepNamed(
  tests: Tests,
  { workers, tags, classes, paths }: Omit<Query, 'words'>,
  matches: Uint8Array,
): void {
  const starts = classes.map(marked)
  const meant = paths.map((path) => meantBy(tests, path))
  tests.names.forEach((names, run) => {
    const first = tests.runStart[run]
    const fits = names?.tagSets.map((set) => tags.every((tag) => set.includes(tag))) ?? []
    const isMeant =
      names?.classes.map(
        (one) =>
          starts.every((start) => marked(one).includes(start)) &&
          meant.every((same) => same.some((path) => isBelow(one, path))),
      ) ?? []
    for (let test = first; test < tests.runStart[run + 1]; test++) {
      if (matches[test] === 0) continue
      const isWorkers = workers.length === 0 || workers.includes(tests.worker(test))
      const n = test - first
      if (names === null || !fits[names.tags[n]] || !isMeant[names.classOf[n]] || !isWorkers)
        matches[test] = 0
    }
  })
}

/** The path itself or, if no class is there, what it is with the last separator that a reader left out. */
const meantBy = ({ names }: Tests, path: string): string[] =>
  names.some((run) => run?.classes.some((one) => isBelow(one, path)))
    ? [path]
    : SEPARATORS.map((separator) => path + separator)

/** The text in lower case, with a mark at its start and after each separator, where a part of a name begins. */
const marked = (text: string): string => `\n${text.toLowerCase().replace(/[./:]/g, '$&\n')}`
