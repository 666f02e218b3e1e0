/** Which tests the newest report has slower or faster than they usually are. */

import { paceOf } from './compare.ts'
import { durationAt, type History, statusAt, usualIn } from './history.ts'
import { outcomeOf } from './outcome.ts'

export interface Pace {
  readonly row: number
  /** Microseconds: the median before, and now. */
  readonly usual: number
  readonly now: number
}

/** `columns`: the reports that say what is usual. Those that changed most come first. */
export function findPaces(
  history: History,
  now: number,
  columns: readonly number[],
): { readonly slower: readonly Pace[]; readonly faster: readonly Pace[] } {
  const found = { slower: [] as Pace[], faster: [] as Pace[] }
  for (let row = 0; row < history.keys.length; row++) {
    const status = statusAt(history, row, now)
    const time = durationAt(history, row, now)
    if (status < 0 || outcomeOf(status) !== 'passed' || Number.isNaN(time)) continue
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
