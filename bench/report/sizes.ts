/** Bytes to transfer: the app, and a run's columns compared with its raw.json. */

import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGzip, gzipSync } from 'node:zlib'
import type { Report } from './reports.ts'
import { atMost, type Row, ratio, type Series } from './row.ts'

const PAGE = join(import.meta.dirname, '../../dist/frontend/index.html')
const NOVA_TESTS = 16_226
const TESTS = 1_000_000

export const app: Row = () => {
  const name = 'scripts and styles, gzipped'
  const measure = async (): Promise<number[]> => [gzipSync(appOf(PAGE), { level: 9 }).length]
  return {
    input: 'dist/frontend/index.html: JavaScript, the search thread, CSS',
    series: [{ name, unit: 'bytes', measure, exact: true }],
    targets: [atMost(name, 60_000)],
  }
}

/** The contents of the page's script and style elements. */
function appOf(path: string): string {
  const parts = readFileSync(path, 'utf8').matchAll(/<(script|style)>(.*?)<\/\1>/gs)
  return [...parts].map(([, , text]) => text).join('\n')
}

export const wire: Row = (reports) => {
  const made = reports.tests(TESTS)
  const nova = reports.nova()
  const runs: [string, Report, number][] = [
    ['', made, TESTS],
    ...(nova ? [[' of nova', nova, NOVA_TESTS]] : []),
  ] as [string, Report, number][]
  return {
    input: [made.title, ...(nova ? [nova.title] : [])].join('; '),
    series: runs.flatMap(([of, { columns, raw }, tests]): Series[] => [
      zipped(`columns${of}, gzipped`, columns, tests),
      zipped(`raw.json${of}, gzipped`, raw, tests),
    ]),
    targets: runs.flatMap(([of]) => [
      atMost(`columns${of}, gzipped`, 13),
      ratio(`columns${of}, gzipped`, 0.5, `raw.json${of}, gzipped`),
    ]),
  }
}

/** Compresses like the exporter: level 6. */
const zipped = (name: string, path: string, tests: number): Series => ({
  name,
  unit: 'bytes a test',
  exact: true,
  measure: async () => {
    let size = 0
    for await (const chunk of createReadStream(path).pipe(createGzip())) size += (chunk as Buffer).length
    return [size / tests]
  },
})
