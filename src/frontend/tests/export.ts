/** Exports of the rows shown, for other programs. */

import { attemptOf } from '../data/attempts.ts'
import { inSlices } from '../data/pause.ts'
import { runOf, type Tests } from '../data/tests.ts'
import type { SortKey } from '../route/route.ts'
import { quoted } from '../search/query.ts'
import { statusOf } from '../text/status.ts'
import { microsOf } from '../text/time.ts'

/** For `stestr run --load-list`: one id per line, without duplicates. */
export function idsOf(tests: Tests, rows: Uint32Array): string {
  const ids = new Set<string>()
  for (const test of rows) ids.add(tests.id(test) ?? tests.name(test))
  return [...ids, ''].join('\n')
}

/** RFC 4180. In pieces, since a million rows would make too long a string. */
export async function csvOf(tests: Tests, rows: Uint32Array, columns: readonly SortKey[]): Promise<string[]> {
  const pieces = [`${columns.join()}\r\n`]
  let row = 0
  const step = (deadline: number): boolean => {
    while (row < rows.length && performance.now() < deadline) {
      const test = rows[row++]
      pieces.push(`${columns.map((key) => cell(textOf(tests, test, key))).join()}\r\n`)
    }
    return row === rows.length
  }
  await inSlices(step, () => undefined, new AbortController().signal)
  return pieces
}

/**
 * Prefixes an apostrophe to what a spreadsheet would take for a formula; negative durations are none. Where the decimal
 * point is a comma, Excel splits lines at `;`, and elsewhere at tabs if told so: then quotes in the middle do not count.
 */
function cell(text: string): string {
  if (/^-\d+\.\d{6}$/.test(text)) return text
  const inside = text.replace(/([;\t\r\n])(?="*[=+\-@])/g, "$1'")
  const safe = /^[=+\-@\t\r]/.test(inside) ? `'${inside}` : inside
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** In machine-readable form: durations in seconds, times in UTC; empty for a missing value. */
export function textOf(tests: Tests, test: number, key: SortKey): string {
  switch (key) {
    case 'status':
      return statusOf(tests, test)
    case 'name':
      return tests.name(test)
    case 'duration':
      return Number.isNaN(tests.duration[test]) ? '' : (tests.duration[test] / 1e6).toFixed(6)
    case 'start':
      return momentOf(tests.start[test])
    case 'worker':
      return tests.worker(test) < 0 ? '' : String(tests.worker(test))
    case 'tags':
      return tests.tags(test).map(quoted).join(' ')
    case 'run':
      return String(runOf(tests, test))
    case 'attempt':
      return String(attemptOf(tests, test))
  }
}

/** `2026-11-23T18:14:20.123456Z` */
function momentOf(micros: number): string {
  const date = new Date(Math.floor(micros / 1000))
  if (Number.isNaN(date.getTime())) return ''
  return date.toISOString().replace('Z', `${microsOf(micros)}Z`)
}
