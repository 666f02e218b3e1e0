/** Completes a query's last filter with the tags or classes that the runs have. */

import type { Tests } from '../data/tests.ts'

const MOST = 12

/** Returns whole queries. `tag:sl` → `tag:slow `; `class:nova.te` → `class:nova.tests.TestA. ` and others. */
export function suggest({ names }: Pick<Tests, 'names'>, query: string): string[] {
  const at = query.lastIndexOf(' ') + 1
  const [, kind, start] = /^(tag|class):(.*)$/.exec(query.slice(at)) ?? []
  if (kind === undefined) return []
  const found = new Set<string>()
  for (const run of names) {
    for (const one of run === null ? [] : kind === 'tag' ? run.tagSets.flat() : run.classes) {
      // a query is split at spaces, so these cannot be offered
      if (one.includes(start) && one !== start && !/\s/.test(one)) found.add(one)
      if (found.size === MOST) break
    }
  }
  return [...found].map((one) => `${query.slice(0, at)}${kind}:${one} `)
}
