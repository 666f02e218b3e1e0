/** Orders failures: a test that broke off, maybe with its whole process, matters more than one that failed. */

import type { JsonList } from '../export/json-list.ts'
import { type StatsFailure, UNENDED_DETAILS } from '../format/exported.ts'
import { DIED } from '../reason.ts'
import type { ConvertedRun } from './types.ts'

/** Most tests that never ended that are added to a list that was cut before them. */
const MOST_ADDED = 100

/** Puts those that never ended, or whose process died, before the others; else the order stays. */
export function brokenFirst(run: ConvertedRun): ConvertedRun {
  const broken = run.failures.filter(isBroken)
  if (broken.length === 0) return run
  return { ...run, failures: [...broken, ...run.failures.filter((failure) => !isBroken(failure))] }
}

const isBroken = ({ details }: StatsFailure): boolean =>
  details !== null && (UNENDED_DETAILS.has(details[0]) || details[0] === DIED)

/** The first failures, and of those that are beyond them the ones that never ended, which come last in raw. */
export function withUnended(
  first: readonly StatsFailure[],
  all: JsonList,
  failed: number,
  unended: number,
): readonly StatsFailure[] {
  const from = Math.max(first.length, failed - unended)
  if (from >= failed) return first
  const added: StatsFailure[] = []
  let n = 0
  for (const failure of all.elements()) {
    if (n++ >= from) added.push(failure as StatsFailure)
    if (added.length === MOST_ADDED) break
  }
  return [...first, ...added]
}
