/** Orders failures: a test that broke off, maybe with its whole process, matters more than one that failed. */

import type { JsonList } from '../export/json-list.ts'
import { type StatsFailure, type Status, UNENDED_DETAILS, UNENDED_STATUSES } from '../format/exported.ts'
import { DIED } from '../reason.ts'
import type { ConvertedRun, Failure } from './types.ts'

/** Most tests that never ended that are added to a list that was cut before them. */
const MOST_ADDED = 100

/** Puts those that never ended, or whose process died, before the others; else the order stays. */
export function brokenFirst(run: ConvertedRun): ConvertedRun {
  const failures = run.failures.toSorted((a, b) => Number(isBroken(b)) - Number(isBroken(a)))
  return { ...run, failures }
}

const isBroken = ({ details }: StatsFailure): boolean =>
  details !== null && (UNENDED_DETAILS.has(details[0]) || details[0] === DIED)

/**
 * The first failures, and of those that are beyond them the ones that never ended, which come last in raw. `statuses`:
 * of all failures, in the order of raw.
 */
export function withUnended(
  first: readonly StatsFailure[],
  all: JsonList,
  statuses: readonly Status[],
): readonly Failure[] {
  const shown = first.map((failure, n) => ({ ...failure, status: statuses[n] }))
  const unended = statuses.filter((status) => UNENDED_STATUSES.has(status)).length
  const from = Math.max(first.length, statuses.length - unended)
  if (from >= statuses.length) return shown
  let n = 0
  for (const failure of all.elements()) {
    if (n >= from) shown.push({ ...(failure as StatsFailure), status: statuses[n] })
    n += 1
    if (n === from + MOST_ADDED) break
  }
  return shown
}
