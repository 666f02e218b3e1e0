/** The columns, as an exported file and as blocks of the pages. */

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { convert } from '../../src/convert.ts'
import type { Config } from '../../src/format/exported.ts'
import { readColumns } from '../helpers/columns.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

const PAGE = join(import.meta.dirname, '../../dist/frontend/index.html')
const EXAMPLE = readFileSync(join(import.meta.dirname, '../../examples/nova.subunit.gz'))
const LOG = readFileSync(join(import.meta.dirname, '../../examples/dool.csv'))

/** Columns that take more than one gzip block on both sides of the cut. */
const LARGE = Buffer.concat(
  Array.from({ length: 60_000 }, (_, i) => [
    packet({ id: `t${i}`, status: 'inprogress', time: [1_772_366_400 + i * 3, i] }),
    packet({ id: `t${i}`, status: 'success', time: [1_772_366_401 + i * 3, (i * 7919) % 1e9] }),
  ]).flat(),
)

interface Exported {
  readonly config: Config
  /** A file's bytes on disk. */
  readonly read: (name: string) => Buffer
  readonly report: string
  readonly site: string
}

async function exported(streams: Readonly<Record<string, Uint8Array>>, gzip: boolean): Promise<Exported> {
  const from = directoryWith({ ...streams, 'dool.csv': LOG })
  const destination = directoryWith()
  const sources = Object.keys(streams).map((name) => ({ kind: 'file', path: join(from, name) }) as const)
  const report = join(destination, 'report.html')
  const dstat = [join(from, 'dool.csv')]
  await convert({ sources, dstat, destination, gzip, report, site: true, page: PAGE })
  const read = (name: string): Buffer => readFileSync(join(destination, 'data', name))
  return {
    config: JSON.parse(read('config.json').toString()) as Config,
    read,
    report: readFileSync(report, 'utf8'),
    site: readFileSync(join(destination, 'index.html'), 'utf8'),
  }
}

/** The content of a block, which has to be one gzip member in canonical base64. */
function block(page: string, id: string): Buffer {
  const [, text] = new RegExp(`<script type="application/gzip" id="${id}">([^<]*)</script>`).exec(page) ?? []
  const bytes = Buffer.from(text, 'base64')
  expect(bytes.toString('base64')).toBe(text)
  return gunzipSync(bytes)
}

/** The ids of the page's data elements in order, with START for each call that makes the page look at them. */
const elements = (page: string): string[] =>
  [...page.matchAll(/<script[^>]* id="stackviz-([^"]*)"|<script>stackviz\.start\(\)</g)].map(
    ([, id]) => id ?? 'START',
  )

describe.each([false, true])('with gzip %s', (gzip) => {
  it.each([
    ['a real run', EXAMPLE, 948],
    ['many tests', LARGE, 60_000],
    ['an incompressible name', Buffer.concat([wholeTest(randomBytes(400_000).toString('hex'))]), 1],
    ['no tests', new Uint8Array(), 0],
  ])('both pages have the columns of %s in two parts, equal to the file', async (_, stream, count) => {
    const { config, read, report, site } = await exported({ run: stream }, gzip)
    const { columns } = config.tempest[0]
    expect(columns).toBe(`tempest_run_0_columns.bin${gzip ? '.gz' : ''}`)
    const file = gzip ? gunzipSync(read(columns)) : read(columns)
    const { tests, drawn } = readColumns(file)
    expect(tests).toHaveLength(count)
    for (const page of [report, site]) {
      expect(block(page, 'stackviz-lanes-0').equals(file.subarray(0, drawn))).toBe(true)
      expect(block(page, 'stackviz-names-0').equals(file.subarray(drawn))).toBe(true)
    }
  })

  it('config.json lists the columns file with its type', async () => {
    const { config } = await exported({ run: wholeTest('a') }, gzip)
    expect(config.datasets[0].artifacts.filter((each) => each.artifact_type === 'subunit-columns')).toEqual([
      {
        path: config.tempest[0].columns,
        artifact_name: 'run',
        artifact_type: 'subunit-columns',
        content_type: 'application/octet-stream',
        primary: false,
        ...(gzip ? { content_encoding: 'gzip' } : {}),
      },
    ])
  })
})

it('a page has its data in the order in which it needs it', async () => {
  const { report, site } = await exported({ a: wholeTest('a'), b: EXAMPLE }, true)
  const first = ['manifest', 'lanes-0', 'lanes-1', 'START']
  const rest = ['names-0', 'names-1', 'told-0', 'told-1', 'machine-0', 'index-0', 'index-1', 'START']
  expect(elements(report)).toEqual([...first, ...rest, 'logs-0-0', 'START', 'logs-1-0', 'START'])
  expect(elements(site)).toEqual([...first, ...rest])
})

it('an export removes the columns of an earlier one', async () => {
  const from = directoryWith({ old: wholeTest('a'), new: wholeTest('b') })
  const destination = directoryWith()
  for (const name of ['old', 'new']) {
    const sources = [{ kind: 'file', path: join(from, name) }] as const
    await convert({ sources, dstat: [], destination, page: '' })
  }
  const names = (name: string): string => `tempest_${name}_0_columns.bin`
  expect(readColumns(readFileSync(join(destination, names('new')))).tests[0].name).toBe('b')
  expect(() => readFileSync(join(destination, names('old')))).toThrow('ENOENT')
})
