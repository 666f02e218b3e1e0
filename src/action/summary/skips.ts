import { addUp } from '../../convert/skip-reasons.ts'
import type { ConvertedRun } from '../../convert/types.ts'
import { formatCount, plural } from '../../words/number.ts'
import { code } from './markdown.ts'
import { folded, lazily, whole } from './whole.ts'

export function skipsByReason(runs: readonly ConvertedRun[], bytes: number): string {
  const reasons = addUp(runs.flatMap(({ skips }) => skips))
  if (reasons.length === 0) return ''
  const { text, shown } = whole(
    lazily(
      reasons,
      ({ reason, tests }) =>
        `- ${formatCount(tests)} × ${reason === null ? 'no reason given' : code(reason)}`,
    ),
    bytes,
  )
  const tests = reasons.reduce((sum, each) => sum + each.tests, 0)
  const more =
    shown < reasons.length
      ? `\n\n${formatCount(shown)} of ${plural(reasons.length, 'reason')} are shown.`
      : ''
  return folded(`Skipped (${formatCount(tests)})`, `${text}${more}`)
}
