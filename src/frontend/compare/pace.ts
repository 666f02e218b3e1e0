/** Finds the tests that are slower or faster in the newest report than usual. */

import { paceOf } from './compare.ts'
import { durationAt, type History, statusAt, usualIn } from './history.ts'
import { kindOf } from './status-kind.ts'

export interface Pace {
  readonly row: number
  /** Microseconds: the median before, and the duration now. */
  readonly usual: number
  readonly now: number
}

/** `now`: column of the newest report; `columns`: those that define what is usual. Largest change first. */
export function findPaces(
  history: History,
  now: number,
  columns: readonly number[],
): { readonly slower: readonly Pace[]; readonly faster: readonly Pace[] } {
  const found = { slower: [] as Pace[], faster: [] as Pace[] }
  for (let row = 0; row < history.keys.length; row++) {
    const status = statusAt(history, row, now)
    const time = durationAt(history, row, now)
    if (status < 0 || kindOf(status) !== 'passed' || Number.isNaN(time)) continue
    const usual = usualIn(history, row, columns)
    if (usual === null) continue
    const pace = paceOf(usual.median, time, () => usual.spread)
    if (pace !== null) found[pace].push({ row, usual: usual.median, now: time })
  }
  const gain = (one: Pace): number => one.now - one.usual
  found.slower.sort((a, b) => gain(b) - gain(a))
  found.faster.sort((a, b) => gain(a) - gain(b))
  return found
}
