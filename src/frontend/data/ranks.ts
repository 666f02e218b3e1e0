/** Ranks of statuses by severity: of several tests on one pixel, the worst is shown. */

import { FAILURE_STATUSES, STATUSES, type Status } from '../../format/exported.ts'
import { CODE, SEVERITY } from '../text/status.ts'
import type { DrawnArrays } from './columns.ts'

/** Nothing ran. */
export const IDLE = 0
/** Something ran that does not match the filter. */
export const DIMMED = 1

/** Status code → rank, starting at 2 for success, the best. */
export const RANK_OF_CODE: Uint8Array = Uint8Array.from(
  STATUSES,
  (status) => DIMMED + SEVERITY.length - SEVERITY.indexOf(status),
)

/** Number of ranks, including IDLE and DIMMED. */
export const RANKS = DIMMED + 1 + SEVERITY.length

export const statusOfRank = (rank: number): Status => SEVERITY[DIMMED + SEVERITY.length - rank]

export const SKIPPED = RANK_OF_CODE[CODE.skip]

/** A test of this rank or higher is drawn at least two pixels wide, whatever its length. */
export const FAILING_RANK = Math.min(...[...FAILURE_STATUSES].map((status) => RANK_OF_CODE[CODE[status]]))

export const isFailing = ({ status }: Pick<DrawnArrays, 'status'>, test: number): boolean =>
  RANK_OF_CODE[status[test]] >= FAILING_RANK
