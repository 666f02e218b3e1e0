import { counted, duration, integer } from '../convert/words.ts'
import type { ConvertResult, Counts } from '../convert.ts'

/** The whole in a sentence: `29 of 16,226 tests failed in 39 m 12 s`. */
export function verdict({
  counts,
  conclusion,
  duration: seconds,
}: Pick<ConvertResult, 'counts' | 'conclusion' | 'duration'>): string {
  return `${outcome(counts, conclusion)}${seconds === null ? '' : ` in ${duration(seconds)}`}`
}

function outcome({ tests, failed, skipped }: Counts, conclusion: ConvertResult['conclusion']): string {
  const ran = tests - skipped
  if (failed > 0) return `${integer(failed)} of ${counted(tests, 'test')} failed`
  if (tests === 0) return conclusion === 'failure' ? 'No tests could be read' : 'No tests ran'
  if (conclusion === 'failure') return `No failure in ${counted(tests, 'test')}, and results may be missing`
  if (tests === 1 && ran === 0) return 'The only test was skipped'
  if (ran === 0) return `All ${counted(tests, 'test')} were skipped`
  return `${integer(ran)} of ${counted(tests, 'test')} passed${skipped > 0 ? `, ${integer(skipped)} skipped` : ''}`
}
