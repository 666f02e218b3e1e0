import { counted, duration, integer } from '../convert/words.ts'
import type { ConvertResult } from '../convert.ts'

/** The result in one sentence: `29 of 16,226 tests failed in 39 m 12 s`. */
export function verdict({
  counts: { tests, failed, skipped },
  conclusion,
  duration: seconds,
}: Pick<ConvertResult, 'counts' | 'conclusion' | 'duration'>): string {
  const time = seconds === null ? '' : ` in ${duration(seconds)}`
  const ran = tests - skipped
  if (failed > 0) return `${integer(failed)} of ${counted(tests, 'test')} failed${time}`
  if (tests === 0) return conclusion === 'failure' ? 'No tests could be read' : 'No tests ran'
  if (conclusion === 'failure')
    return `No failure in ${counted(tests, 'test')}${time}, and results may be missing`
  if (tests === 1 && ran === 0) return `The only test was skipped${time}`
  if (ran === 0) return `All ${counted(tests, 'test')} were skipped${time}`
  const rest = skipped > 0 ? `, ${integer(skipped)} skipped` : ''
  return `${integer(ran)} of ${counted(tests, 'test')} passed${time}${rest}`
}
