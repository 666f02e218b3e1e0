import { counted, integer } from '../../convert/words.ts'
import type { ConvertedRun, SkipReason } from '../../convert.ts'
import { code } from './markdown.ts'
import { folded, lazily, whole } from './whole.ts'

/** Reasons with the number of tests that gave it, most first; null for none given. */
export function skipReasons(runs: readonly ConvertedRun[]): SkipReason[] {
  const counts = new Map<string | null, number>()
  for (const { skips } of runs) {
    for (const { reason, tests } of skips) counts.set(reason, (counts.get(reason) ?? 0) + tests)
  }
  return [...counts].map(([reason, tests]) => ({ reason, tests })).sort((a, b) => b.tests - a.tests)
}

export function skipsByReason(runs: readonly ConvertedRun[], bytes: number): string {
  const reasons = skipReasons(runs)
  if (reasons.length === 0) return ''
  const { text, shown } = whole(
    lazily(
      reasons,
      ({ reason, tests }) => `- ${integer(tests)} × ${reason === null ? 'no reason given' : code(reason)}`,
    ),
    bytes,
  )
  const tests = reasons.reduce((sum, each) => sum + each.tests, 0)
  const more =
    shown < reasons.length ? `\n\n${integer(shown)} of ${counted(reasons.length, 'reason')} are shown.` : ''
  return folded(`Skipped (${integer(tests)})`, `${text}${more}`)
}
