/** The hierarchy as the URL asks for it. */

import { computed } from '@preact/signals'
import { testsRead } from '../data/report.ts'
import { go, refine, route } from '../route/location.ts'
import { type HierarchyRoute, printRoute, WHOLE_HIERARCHY } from '../route/route.ts'
import { sumClasses } from './classes.ts'
import type { Hierarchy } from './layout.ts'
import { buildTree, findNode } from './tree.ts'

let latest = WHOLE_HIERARCHY
export const asked = computed<HierarchyRoute>(() => {
  if (route.value.page === 'hierarchy') latest = route.value
  return latest
})

const run = computed(() => asked.value.run)
const by = computed(() => asked.value.by)

const sums = computed(() => {
  const tests = testsRead.value?.tests
  if (tests === undefined) return null
  const runs = tests.names.map((_, one) => one)
  return sumClasses(tests, run.value === null ? runs : runs.filter((one) => one === run.value))
})

/** Null until the tests are there. */
export const hierarchy = computed<Hierarchy | null>(() => {
  const tests = testsRead.value?.tests
  if (tests === undefined || sums.value === null) return null
  return { tests, sums: sums.value, root: buildTree(sums.value, by.value), by: by.value }
})

/** What is looked at; null where the tests have no such module or class. */
export const top = computed(() => {
  const now = hierarchy.value
  return now === null ? null : findNode(now.root, asked.value.root)
})

export const hashOf = (root: string): string => printRoute({ ...asked.value, root })

export const zoomTo = (root: string): void => go({ ...asked.value, root })

export const change = (to: Partial<HierarchyRoute>): void => refine({ ...asked.value, ...to })
