/** How bad a status is: where several tests fall on one pixel, the worst is the one that is seen. */

import { STATUSES, type Status } from '../../format/exported.ts'
import { SEVERITY } from '../text/status.ts'

/** Nothing ran. */
export const IDLE = 0
/** Something ran that the filter does not want. */
export const DIMMED = 1

/** Code of a status → rank: 2 for the best, the success, upwards. */
export const RANK_OF_CODE: Uint8Array = Uint8Array.from(
  STATUSES,
  (status) => DIMMED + SEVERITY.length - SEVERITY.indexOf(status),
)

/** Ranks, IDLE and DIMMED with them. */
export const RANKS = DIMMED + 1 + SEVERITY.length

export const statusOfRank = (rank: number): Status => SEVERITY[DIMMED + SEVERITY.length - rank]

export const SKIPPED = RANK_OF_CODE[STATUSES.indexOf('skip')]

/** From here on a test is drawn at least two pixels wide, whatever its length. */
export const FAILING_RANK = Math.min(
  ...(['uxsuccess', 'inprogress', 'unknown', 'fail'] as const).map((s) => RANK_OF_CODE[STATUSES.indexOf(s)]),
)
