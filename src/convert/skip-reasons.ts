import type { SkipReason } from './types.ts'

/** Sums the tests of equal reasons; most tests first, ties in order of first occurrence. */
export function addUp(reasons: Iterable<SkipReason>): SkipReason[] {
  const counts = new Map<string | null, number>()
  for (const { reason, tests } of reasons) counts.set(reason, (counts.get(reason) ?? 0) + tests)
  return [...counts]
    .map(([reason, tests]) => ({ reason, tests }))
    .filter(({ tests }) => tests > 0)
    .sort((a, b) => b.tests - a.tests)
}
