/** Finds the tests that fail in the newest report, and since when. */

import { type History, statusAt } from './history.ts'
import { kindOf } from './status-kind.ts'

export interface Failing {
  readonly row: number
  /** In how many reports in a row it has failed, up to now; reports without the test are passed over. */
  readonly times: number
  /** Whether no report before has the test, although there are some. */
  readonly isNew: boolean
}

/** `now`: column of the newest report. Those that have failed for the shortest time come first. */
export function findFailing(history: History, now: number): Failing[] {
  const failing: Failing[] = []
  for (let row = 0; row < history.keys.length; row++) {
    let [times, column, seen] = [0, now, 0]
    for (; column >= 0; column--) {
      const status = statusAt(history, row, column)
      if (status < 0 && column < now) continue
      if (status < 0 || kindOf(status) !== 'failed') break
      times += 1
      seen = column
    }
    if (times > 0) failing.push({ row, times, isNew: column < 0 && seen === now && now > 0 })
  }
  return failing.sort((a, b) => a.times - b.times)
}
