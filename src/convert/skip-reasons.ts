import type { SkipReason } from './types.ts'

/**
 * Sums the tests of equal reasons; most tests first, ties in order of first occurrence. In version 1 a reason ends with
 * a line break, also an empty one.
 */
export function addUp(reasons: Iterable<SkipReason>): SkipReason[] {
  const counts = new Map<string | null, number>()
  for (const { reason, tests } of reasons) {
    const words = reason?.trim() || null
    counts.set(words, (counts.get(words) ?? 0) + tests)
  }
  return [...counts]
    .map(([reason, tests]) => ({ reason, tests }))
    .filter(({ tests }) => tests > 0)
    .sort((a, b) => b.tests - a.tests)
}
