import { STATUSES, UNENDED_STATUSES } from '../../format/exported.ts'
import { formatDuration, formatLeast } from '../../words/duration.ts'

/** 1 for the code of a status of tests that never ended: a test's duration is then only the least that it took. */
const UNENDED = Uint8Array.from(STATUSES, (status) => (UNENDED_STATUSES.has(status) ? 1 : 0))

export const isUnended = (code: number): boolean => UNENDED[code] === 1

interface Timed {
  readonly status: ArrayLike<number>
  readonly duration: ArrayLike<number>
}

/** A test's duration in words: `3.69 s`, or `≥ 3.69 s` of one that never ended. */
export const durationText = ({ status, duration }: Timed, test: number): string =>
  (isUnended(status[test]) ? formatLeast : formatDuration)(duration[test])
