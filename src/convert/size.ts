/** Parses and formats sizes. */

import { formatCount } from '../words/number.ts'

/** Default limit of what a compressed input may inflate to, in bytes. */
export const DEFAULT_MAX_DECOMPRESSED = 4 * 2 ** 30

/** Default limit of a report in bytes: a browser opens such a report in a few seconds. */
export const DEFAULT_REPORT_MAX_SIZE = 100e6
/** Highest limit that can be set: some browsers cannot open much larger pages. */
const MAX_REPORT_SIZE = 250e6
/** Lowest limit that can be set: the page and the tests of a run need some of it. */
const MIN_REPORT_SIZE = 1e6

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ...['k', 'm', 'g', 't'].flatMap((letter, i): [string, number][] => [
    [`${letter}b`, 1000 ** (i + 1)],
    [`${letter}ib`, 1024 ** (i + 1)],
  ]),
])

/** Parses `4GiB`, `500 MB`, `1.5 TiB` or `1000000` to bytes. Throws, naming examples, for anything else. */
export function parseSize(text: string): number {
  const [, number, unit = ''] = /^(\d{1,16}(?:\.\d{1,9})?) ?([a-z]{0,3})$/i.exec(text.trim()) ?? []
  const bytes = Math.round(Number(number) * (UNITS.get(unit.toLowerCase()) ?? Number.NaN))
  if (bytes >= 1 && Number.isSafeInteger(bytes)) return bytes
  throw new Error(`${JSON.stringify(text.slice(0, 40))} is not a size such as 4GiB, 500MB or 1000000 (bytes)`)
}

/** The same for the limit of a report, which must be between 1 MB and 250 MB. */
export function parseReportSize(text: string): number {
  const bytes = parseSize(text)
  if (bytes >= MIN_REPORT_SIZE && bytes <= MAX_REPORT_SIZE) return bytes
  const why =
    bytes < MIN_REPORT_SIZE ? `it is ${sizeText(bytes)}` : 'browsers do not cope with larger reports'
  throw new Error(`${JSON.stringify(text)} is not between 1MB and 250MB: ${why}`)
}

/** Bytes as `4 GiB`, or as `1,000 bytes` if they are not a multiple of 1 KiB. */
export function sizeText(bytes: number): string {
  for (const [power, unit] of [
    [4, 'TiB'],
    [3, 'GiB'],
    [2, 'MiB'],
    [1, 'KiB'],
  ] as const) {
    if (bytes % 1024 ** power === 0) return `${bytes / 1024 ** power} ${unit}`
  }
  return `${formatCount(bytes)} byte${bytes === 1 ? '' : 's'}`
}
