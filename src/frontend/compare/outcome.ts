/** What a test's status means for a comparison. */

import { FAILURE_STATUSES, STATUSES } from '../../format/exported.ts'

export type Outcome = 'passed' | 'failed' | 'skipped'

/** Code of a status in the columns → its outcome. */
const OUTCOMES: readonly Outcome[] = STATUSES.map((status) =>
  FAILURE_STATUSES.has(status) ? 'failed' : status === 'skip' ? 'skipped' : 'passed',
)

export const outcomeOf = (code: number): Outcome => OUTCOMES[code]
