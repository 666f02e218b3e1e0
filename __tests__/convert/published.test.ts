/** The directory of a published report, which does not depend on --gzip. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { DEFLATE_END, type DetailsIndex } from '../../src/format/details-index.ts'
import type { TestDetails } from '../../src/format/exported.ts'
import { DATA_PLACEHOLDER, type Manifest, NO_CONNECTION, OWN_CONNECTION } from '../../src/format/report.ts'
import { convertFiles, hiddenNames } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet } from '../helpers/v2-writer.ts'

const PAGE = `<title>x</title><meta content="${NO_CONNECTION}">${DATA_PLACEHOLDER}</html>`
const SECOND = 1_795_457_660

const stream = (name: string): Buffer =>
  Buffer.concat([
    packet({ id: `a.T.${name}`, status: 'inprogress', time: [SECOND, 0], tags: ['worker-0'] }),
    packet({ id: `a.T.${name}`, file: ['log', Buffer.from(`of ${name}`)], mime: 'text/plain' }),
    packet({ id: `a.T.${name}`, status: 'success', time: [SECOND + 1, 0], tags: ['worker-0'] }),
  ])

async function publish(gzip: boolean, report: boolean) {
  const directory = directoryWith({ one: stream('x'), two: stream('y'), 'app/published.html': PAGE })
  const page = join(directory, 'app/published.html')
  const published = join(directory, 'site/runs/7-1-unit')
  const streams = ['one', 'two'].map((name) => join(directory, name))
  const destination = join(directory, 'export')
  const options = { destination, published, gzip, page, title: 'a <b>' }
  const more = report ? { report: join(directory, 'report.html') } : {}
  const result = await convertFiles(streams, { ...options, ...more })
  const read = (name: string): Buffer => readFileSync(join(published, name))
  return { directory, published, destination, result, read }
}

describe.each([
  [false, false],
  [true, false],
  [false, true],
  [true, true],
])('a published report (--gzip: %s, beside a single-file report: %s)', (gzip, report) => {
  it('consists of the page and two files per run', async () => {
    const { published, result, directory } = await publish(gzip, report)
    expect(readdirSync(published).sort()).toEqual([
      'columns-0.bin.gz',
      'columns-1.bin.gz',
      'details-0.json.gz',
      'details-1.json.gz',
      'index.html',
    ])
    expect(result.published).toBe(published)
    expect(hiddenNames(directory)).toEqual([])
  })

  it('has the exported columns, whose first part can be inflated on its own', async () => {
    const { destination, read } = await publish(gzip, report)
    const name = `tempest_one_0_columns.bin${gzip ? '.gz' : ''}`
    const exported = readFileSync(join(destination, name))
    const columns = gunzipSync(read('columns-0.bin.gz'))
    expect(columns).toEqual(gzip ? gunzipSync(exported) : exported)
    const header = JSON.parse(columns.toString('latin1').split('\n', 1)[0])
    const drawn = header.sections
      .slice(0, 3)
      .reduce((sum: number, { bytes }: { bytes: number }) => sum + bytes, 0)
    const first = columns.indexOf('\n') + 1 + drawn
    const packed = read('columns-0.bin.gz').subarray(10)
    const lengths = Array.from({ length: packed.length }, (_, n) => inflatedLength(packed.subarray(0, n)))
    expect(lengths).toContain(first)
  })

  it('has compressed details, and their index and address in its page', async () => {
    const { read } = await publish(gzip, report)
    const html = read('index.html').toString()
    expect(html).toContain('<title>a &lt;b&gt;</title>')
    expect(html).toContain(OWN_CONNECTION)
    expect(html).not.toMatch(/stackviz-(?:lanes|names|logs)-\d/)
    const manifest = JSON.parse(/id="stackviz-manifest">([^<]+)</.exec(html)?.[1] ?? '') as Manifest
    expect(manifest.runs.map(({ details }) => details)).toEqual(['details-0.json.gz', 'details-1.json.gz'])
    const block = /id="stackviz-index-1">([^<]+)</.exec(html)?.[1] ?? ''
    const index = JSON.parse(gunzipSync(Buffer.from(block, 'base64')).toString()) as DetailsIndex
    const details = read('details-1.json.gz')
    expect(index.size).toBe(details.length)
    const [from, to] = index.points?.compressed ?? []
    const piece = Buffer.concat([details.subarray(from, to), Uint8Array.from(DEFLATE_END)])
    const { 'a.T.y': test } = JSON.parse(inflateRawSync(piece).toString()) as Record<string, TestDetails>
    expect(test).toMatchObject({ status: 'success', log: 'of y' })
  })
})

/** The length to which part of a deflate stream inflates when an end is appended; −1 if that is not valid. */
function inflatedLength(part: Buffer): number {
  try {
    return inflateRawSync(Buffer.concat([part, Uint8Array.from(DEFLATE_END)])).length
  } catch {
    return -1
  }
}

it('a published report is refused in the directory of the export', async () => {
  const directory = directoryWith({ run: stream('x') })
  const options = { destination: directory, published: directory, page: '' }
  await expect(convertFiles([join(directory, 'run')], options)).rejects.toThrow(
    'the published report needs a directory of its own; choose another place',
  )
})
