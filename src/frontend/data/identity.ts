/** Checks whose details these are: the page shows a test's own details or none. */

import { parseTimestamp, STATUSES, type TestDetails } from '../../format/exported.ts'
import type { Tests } from './tests.ts'

export interface Identity {
  readonly name: string
  readonly status: string
  /** Microseconds since the epoch; like `duration`, in microseconds, NaN if the stream lacks start or end. */
  readonly start: number
  readonly duration: number
}

export function identityOf(tests: Tests, test: number): Identity {
  return {
    name: tests.name(test),
    status: STATUSES[tests.status[test]],
    start: tests.start[test],
    duration: tests.duration[test],
  }
}

/** `key`: the test's key in the details file: its name, and for a later execution `#` and a number. */
export function isDetailsOf(identity: Identity, key: string, details: TestDetails): boolean {
  const { name, status, start, duration } = identity
  if (key !== name && !/^#\d+$/.test(key.startsWith(name) ? key.slice(name.length) : '')) return false
  if (details.status !== status || !Array.isArray(details.timestamps)) return false
  const [began, ended] = details.timestamps.map(parseTimestamp)
  if (began === null || ended === null) return Number.isNaN(start)
  return began === start && ended - began === duration
}
