/** What a test's status means for a comparison. */

import { FAILURE_STATUSES, STATUSES } from '../../format/exported.ts'

export type StatusKind = 'passed' | 'failed' | 'skipped'

/** Code of a status in the columns → its kind. */
const KINDS: readonly StatusKind[] = STATUSES.map((status) =>
  FAILURE_STATUSES.has(status) ? 'failed' : status === 'skip' ? 'skipped' : 'passed',
)

export const kindOf = (code: number): StatusKind => KINDS[code]
