/** Completes a query's last filter with the tags or classes that the runs have. */

import type { Tests } from '../data/tests.ts'
import { filterFor } from './query.ts'

const MOST = 12

/** Returns whole queries. `tag:sl` → `tag:slow `; `class:nova.te` → `class:nova.tests.TestA. ` and others. */
export function suggest({ names }: Pick<Tests, 'names'>, query: string): string[] {
  const [, before, kind, start] = /^(|.*\s)(tag|class):"?([^"]*)$/.exec(query) ?? []
  if (kind !== 'tag' && kind !== 'class') return []
  const part = start.toLowerCase()
  const found = new Set<string>()
  for (const run of names) {
    for (const one of run === null ? [] : kind === 'tag' ? run.tagSets.flat() : run.classes) {
      if (found.size === MOST) break
      if (one.toLowerCase().includes(part) && one !== start) found.add(one)
    }
  }
  return [...found].map((one) => `${before}${filterFor(kind, one)} `)
}
