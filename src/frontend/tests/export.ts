/** The rows shown, for other programs. */

import type { Tests } from '../data/tests.ts'
import type { SortKey } from '../route/route.ts'
import { textOf } from './columns.tsx'

/** For `stestr run --load-list`: an id a line, each once. */
export function idsOf(tests: Tests, rows: Uint32Array): string {
  const ids = new Set<string>()
  for (const test of rows) ids.add(tests.id(test) ?? tests.name(test))
  return [...ids, ''].join('\n')
}

/** RFC 4180, in pieces: a million rows are more than one string would like to be. */
export function csvOf(tests: Tests, rows: Uint32Array, columns: readonly SortKey[]): string[] {
  const pieces = [columns.join()]
  for (const test of rows) pieces.push(columns.map((key) => cell(textOf(tests, test, key))).join())
  return pieces.map((piece) => `${piece}\r\n`)
}

/** What a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function saveCsv(pieces: string[]): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(pieces, { type: 'text/csv' }))
  link.download = 'tests.csv'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
