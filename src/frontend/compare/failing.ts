/** Finds the tests that fail in the newest report, and since when. */

import { type History, kindAt, lastStatus, statusAt } from './history.ts'
import { labelOfKey } from './report-tests.ts'
import { kindOf, type StatusKind } from './status-kind.ts'

/** How many reports have a test, and in how many of these it failed. */
interface FailureCount {
  readonly reports: number
  readonly failed: number
}

export interface Failing {
  readonly row: number
  /** In how many reports in a row it has failed, up to now; reports without the test are passed over. */
  readonly times: number
  /** Whether it failed in all reports from the first one on: it may have failed longer. */
  readonly isFromStart: boolean
  /** Reports before, as far back as they were read: how many have the test, and in how many of these it failed. */
  readonly before: FailureCount
  /** Whether no report before has the test, although one has its run. */
  readonly isNew: boolean
  /** How it ended in the default branch's last report before that has it; null if there is none. */
  readonly onDefault: StatusKind | null
}

/**
 * `now`: column of the newest report. `main`: the default branch's reports before it, and itself; null if it
 * is of that branch. Those that have failed for the shortest time come first.
 */
export function findFailing(history: History, now: number, main: History | null): Failing[] {
  const before = [...history.reports.slice(0, now), ...(main?.reports.slice(0, -1) ?? [])]
  const runs = new Set(before.flatMap(({ labels }) => labels))
  const failing: Failing[] = []
  for (let row = 0; row < history.keys.length; row++) {
    let [times, column] = [0, now]
    for (; column >= 0; column--) {
      const kind = kindAt(history, row, column)
      if (kind === null && column < now) continue
      if (kind !== 'failed') break
      times += 1
    }
    if (times === 0) continue
    const key = history.keys[row]
    const isFromStart = column < 0 && statusAt(history, row, 0) >= 0
    const onDefault = main === null ? null : lastIn(main, key)
    const isNew = times === 1 && column < 0 && onDefault === null && runs.has(labelOfKey(key))
    failing.push({ row, times, isFromStart, before: countBefore(history, row, column + 1), isNew, onDefault })
  }
  return failing.sort((a, b) => a.times - b.times)
}

/** Of all columns; the test may be in none of them. */
export function failuresOf(history: History, key: string): FailureCount {
  const row = history.row.get(key)
  return row === undefined ? { reports: 0, failed: 0 } : countBefore(history, row, history.reports.length)
}

/** In the columns before `end`. */
function countBefore(history: History, row: number, end: number): FailureCount {
  const kinds = Array.from({ length: end }, (_, column) => kindAt(history, row, column))
  const known = kinds.filter((kind) => kind !== null)
  return { reports: known.length, failed: known.filter((kind) => kind === 'failed').length }
}

function lastIn(main: History, key: string): StatusKind | null {
  const status = lastStatus(main, main.row.get(key) ?? 0, main.reports.length - 1)
  return status < 0 ? null : kindOf(status)
}
