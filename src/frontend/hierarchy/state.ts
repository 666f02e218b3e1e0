/** The hierarchy that the URL asks for. */

import { computed } from '@preact/signals'
import { testsRead } from '../data/report.ts'
import { printRoute } from '../route/hash.ts'
import { go, latestRoute, refine } from '../route/location.ts'
import { ALL_TESTS, type HierarchyRoute, WHOLE_HIERARCHY } from '../route/route.ts'
import { classTree } from '../search/client.ts'
import { inQuotes } from '../search/query.ts'
import type { Hierarchy } from './layout.ts'
import { sumTree } from './sums.ts'
import { findNode, growTree } from './tree.ts'

export const asked = latestRoute(WHOLE_HIERARCHY)

const run = computed(() => asked.value.run)
const by = computed(() => asked.value.by)

const summed = computed(() => {
  const [tests, tree] = [testsRead.value?.tests, classTree.value]
  if (tests === undefined || tree === null) return null
  const runs = tests.names.map((_, one) => one)
  const chosen = run.value === null ? runs : runs.filter((one) => one === run.value)
  return { tests, tree, sums: sumTree(tests, chosen, tree) }
})

/** Null until the tests and the tree of their classes have been read. */
export const hierarchy = computed<Hierarchy | null>(() => {
  if (summed.value === null) return null
  const { tests, tree, sums } = summed.value
  // the root's time: without any, all sizes and shares are of counts
  const sized = sums.time[0] > 0 ? by.value : 'count'
  return { tests, sums, root: growTree(tests, tree, sums, sized), by: sized }
})

/** The node that the URL asks for; null if there is no such module or class. */
export const top = computed(() => {
  const now = hierarchy.value
  return now === null ? null : findNode(now.root, asked.value.root)
})

export const hashOf = (root: string): string => printRoute({ ...asked.value, root })

/** Address of the table of the tests below a path. */
export function tableHash(path: string): string {
  const query = path === '' ? '' : `class:${inQuotes(path)}`
  return printRoute({ ...ALL_TESTS, query, run: asked.value.run })
}

export const zoomTo = (root: string): void => go({ ...asked.value, root })

export const change = (to: Partial<HierarchyRoute>): void => refine({ ...asked.value, ...to })
