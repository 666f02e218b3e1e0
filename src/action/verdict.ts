import type { ConvertResult } from '../convert/types.ts'
import { verdict } from '../words/verdict.ts'

/** The result in one sentence, as the report begins: `29 of 16,226 tests failed in 39 m 12 s`. */
export const verdictOf = ({
  counts,
  conclusion,
  duration,
}: Pick<ConvertResult, 'counts' | 'conclusion' | 'duration'>): string => verdict(counts, conclusion, duration)
