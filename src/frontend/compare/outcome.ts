/** What a test's status means for who asks whether something changed. */

import { FAILURE_STATUSES, STATUSES } from '../../format/exported.ts'

export type Outcome = 'passed' | 'failed' | 'skipped'

/** By the code of a status in columns. */
const OUTCOMES: readonly Outcome[] = STATUSES.map((status) =>
  FAILURE_STATUSES.has(status) ? 'failed' : status === 'skip' ? 'skipped' : 'passed',
)

export const outcomeOf = (code: number): Outcome => OUTCOMES[code]
