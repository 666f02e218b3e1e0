/** Sizes as people write them. */

import { integer } from '../integer.ts'

/** What a compressed input may decompress to where nobody says otherwise. */
export const DEFAULT_MAX_DECOMPRESSED = 4 * 2 ** 30

/** What a report may have where nobody says otherwise: a browser opens it in a few seconds. */
export const DEFAULT_REPORT_MAX_SIZE = 100e6
/** What it may have at most: some browsers open nothing much larger. */
const MAX_REPORT_SIZE = 250e6
/** The page and the tests of a run alone take some of it. */
const MIN_REPORT_SIZE = 1e6

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ...['k', 'm', 'g', 't'].flatMap((letter, i): [string, number][] => [
    [`${letter}b`, 1000 ** (i + 1)],
    [`${letter}ib`, 1024 ** (i + 1)],
  ]),
])

/** `4GiB`, `500 MB`, `1.5 TiB`, `1000000` in bytes; throws, and says what is allowed, for all else. */
export function parseSize(text: string): number {
  const match = /^(\d{1,16}(?:\.\d{1,9})?) ?([a-z]{0,3})$/i.exec(text.trim())
  const unit = UNITS.get((match?.[2] ?? '').toLowerCase())
  const bytes = match === null || unit === undefined ? Number.NaN : Math.round(Number(match[1]) * unit)
  if (bytes >= 1 && Number.isSafeInteger(bytes)) return bytes
  throw new Error(`${JSON.stringify(text.slice(0, 40))} is not a size such as 4GiB, 500MB or 1000000 (bytes)`)
}

/** The same of a report. */
export function parseReportSize(text: string): number {
  const bytes = parseSize(text)
  if (bytes >= MIN_REPORT_SIZE && bytes <= MAX_REPORT_SIZE) return bytes
  throw new Error(
    `${JSON.stringify(text)} is not between 1MB and 250MB: browsers do not cope with larger reports`,
  )
}

/** `4 GiB`, and where it is no round number, `1,000 bytes`. */
export function sizeText(bytes: number): string {
  for (const [power, unit] of [
    [4, 'TiB'],
    [3, 'GiB'],
    [2, 'MiB'],
    [1, 'KiB'],
  ] as const) {
    if (bytes % 1024 ** power === 0) return `${bytes / 1024 ** power} ${unit}`
  }
  return `${integer(bytes)} byte${bytes === 1 ? '' : 's'}`
}
