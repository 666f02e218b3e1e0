/** Kinds of differences as the pages tell of them, in the order of their weight. */

import type { Comparison } from './compare.ts'

export type DifferenceKind = keyof Comparison

export interface DifferenceWords {
  readonly kind: DifferenceKind
  /** Above a list of them. */
  readonly title: string
  /** Behind their number. */
  readonly one: string
  readonly many: string
}

const words = (
  kind: DifferenceKind,
  title: string,
  one = title.toLowerCase(),
  many = one,
): DifferenceWords => ({
  kind,
  title,
  one,
  many,
})

/** Of two reports without a difference: an expected failure instead of a success is none. */
export const NO_DIFFERENCE = 'The same tests passed, failed and were skipped'

export const DIFFERENCES: readonly DifferenceWords[] = [
  words('newFailures', 'New failures', 'new failure', 'new failures'),
  words('fixed', 'Fixed'),
  words('stillFailing', 'Still failing'),
  words('skippedNow', 'Skipped now'),
  words('skippedBefore', 'No longer skipped'),
  words('slower', 'Slower'),
  words('faster', 'Faster'),
  words('added', 'New tests', 'new test', 'new tests'),
  words('removed', 'Removed tests', 'removed test', 'removed tests'),
]
