/** Checks whose details these are: the page shows a test's own details or none. */

import { parseTimestamp } from '../../format/exported.ts'
import { statusOf } from '../text/status.ts'
import type { Entry } from './entry.ts'
import type { Tests } from './tests.ts'

/** `key`: the test's key in the details file: its name, and for a later execution `#` and a number. */
export function isDetailsOf(
  tests: Tests,
  test: number,
  { key = '', status, timestamps }: Pick<Entry, 'key' | 'status' | 'timestamps'>,
): boolean {
  const name = tests.name(test)
  if (key !== name && !/^#\d+$/.test(key.startsWith(name) ? key.slice(name.length) : '')) return false
  if (status !== statusOf(tests, test) || !Array.isArray(timestamps)) return false
  const [began, ended] = timestamps.map(parseTimestamp)
  const start = tests.start[test]
  if (began === null || ended === null) return Number.isNaN(start)
  return began === start && ended - began === tests.duration[test]
}
