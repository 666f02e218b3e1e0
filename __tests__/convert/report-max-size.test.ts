/** A report that would be too large leaves out output: which, and how it says so. */

import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parseReportSize } from '../../src/convert/size.ts'
import { DEFLATE_END, type DetailsIndex } from '../../src/format/details-index.ts'
import type { Config, RawTest, TestDetails } from '../../src/format/exported.ts'
import { DATA_PLACEHOLDER, type Manifest, NO_CONNECTION } from '../../src/format/report.ts'
import { convertFiles, readJson } from '../helpers/convert-files.ts'
import { directoryWith } from '../helpers/directory.ts'
import { packet } from '../helpers/v2-writer.ts'

const KB = 1000
/** A page of 106 kB, in place of the built one, whose size changes. */
const TEMPLATE = `<title></title>${NO_CONNECTION}${DATA_PLACEHOLDER}`
const makePage = (): string => join(directoryWith({ page: TEMPLATE.padEnd(106 * KB) }), 'page')

/** A test with a log of `kilobytes`, which compresses to three quarters, and is as long again as base64. */
function logged(id: string, status: string, kilobytes: number): Buffer {
  const log = randomBytes((kilobytes * KB * 3) / 4).toString('base64')
  return Buffer.concat([
    packet({ id, status: 'inprogress', time: [1_772_366_400, 0] }),
    packet({ id, file: ['log', log], mime: 'text/plain' }),
    packet({ id, status, time: [1_772_366_401, 0] }),
  ])
}

const noise = (kilobytes: number): Buffer =>
  packet({ file: ['stdout', randomBytes((kilobytes * KB * 3) / 4).toString('base64')], mime: 'text/plain' })

interface Made {
  readonly size: number
  readonly notices: readonly string[]
  readonly manifest: Manifest
  /** For each run, the ids of the tests whose output is in the report; '' for output that belongs to no test. */
  readonly kept: readonly string[][]
}

/** Exports with that limit, and checks that all output in the report is what details has. */
async function made(
  streams: readonly Buffer[],
  reportMaxSize: number | undefined,
  gzip = true,
): Promise<Made> {
  const from = directoryWith(Object.fromEntries(streams.map((stream, i) => [`run${i}`, stream])))
  const destination = directoryWith()
  const report = join(destination, 'report.html')
  const { notices } = await convertFiles(
    streams.map((_, i) => join(from, `run${i}`)),
    { destination, report, reportMaxSize, gzip, page: makePage() },
  )
  const html = readFileSync(report, 'utf8')
  const manifest = JSON.parse(element(html, 'application/json', 'stackviz-manifest')) as Manifest
  const { tempest } = readJson<Config>(destination, 'config.json')
  const read = (name: string): string => {
    const bytes = readFileSync(join(destination, name))
    return (gzip ? gunzipSync(bytes) : bytes).toString()
  }
  const kept = tempest.map(({ raw, details }, run) =>
    keptOf(html, run, JSON.parse(read(raw)) as RawTest[], JSON.parse(read(details)) as Details),
  )
  return { size: statSync(report).size, notices, manifest, kept }
}

type Details = Record<string, TestDetails>

const element = (html: string, type: string, id: string): string =>
  new RegExp(`<script type="${type}" id="${id}">([^<]*)</script>`).exec(html)?.[1] ?? ''

/** Reads the output that the index says is in the report, as docs/format.md defines it, and checks it. */
function keptOf(html: string, run: number, raw: readonly RawTest[], details: Details): string[] {
  const block = (id: string): Buffer => Buffer.from(element(html, 'application/gzip', id), 'base64')
  const index = JSON.parse(gunzipSync(block(`stackviz-index-${run}`)).toString()) as DetailsIndex
  const blocks: Buffer[] = []
  while (html.includes(`id="stackviz-logs-${run}-${blocks.length}"`)) {
    blocks.push(block(`stackviz-logs-${run}-${blocks.length}`))
  }
  const logs = Buffer.concat(blocks)
  expect(logs.length).toBe(index.size)
  const plain = gunzipSync(logs)
  const { compressed = [], uncompressed = [] } = index.points ?? {}
  const pieces = compressed
    .slice(1)
    .map((to, k) =>
      inflateRawSync(Buffer.concat([logs.subarray(compressed[k], to), Uint8Array.from(DEFLATE_END)])),
    )
  expect(pieces.map(({ length }) => length)).toEqual(
    uncompressed.slice(1).map((to, k) => to - uncompressed[k]),
  )
  expect(Buffer.concat(pieces).equals(plain)).toBe(true)
  // what is left of details has to be valid JSON
  const all = JSON.parse(plain.toString()) as Details
  const kept: string[] = []
  const left = new Map(index.left ?? [])
  const lengthOf = (key: string): number => Buffer.byteLength(JSON.stringify(details[key]))
  let at = 0
  for (const [n, { name }] of raw.entries()) {
    at += index.gap[n]
    const value = plain.toString('utf8', at, at + index.length[n])
    at += index.length[n]
    expect(left.get(n)).toBe(value === '' ? lengthOf(name) : undefined)
    if (value === '') expect(index.gap[n]).toBe(0)
    else kept.push(name)
    if (value !== '') expect(JSON.parse(value)).toEqual(details[name])
    expect(all[name]).toEqual(value === '' ? undefined : details[name])
  }
  if (index.whole !== null) {
    const [start, length] = index.whole
    expect(JSON.parse(plain.toString('utf8', start, start + length))).toEqual(details[''])
    kept.push('')
  }
  expect(left.get(raw.length)).toBe(index.whole === null && '' in details ? lengthOf('') : undefined)
  return kept
}

/** Tests of all statuses with long and short output, which take 2.4 MB in a page. */
const MIXED = Buffer.concat([
  logged('success-long', 'success', 700),
  logged('fail', 'fail', 300),
  noise(100),
  logged('skip', 'skip', 200),
  logged('success-short', 'success', 50),
  logged('xfail', 'xfail', 250),
  logged('success', 'success', 400),
  logged('uxsuccess', 'uxsuccess', 350),
  packet({ id: 'success-none', status: 'success' }),
  logged('killed', 'inprogress', 10),
])

const ALL = 'success-long fail skip success-short xfail success uxsuccess success-none killed'.split(' ')

describe.each([true, false])('a report (gzip: %s)', (gzip) => {
  it.each([
    [2500, []],
    [2000, ['success-long']],
    [1500, ['success-long', 'success']],
    [1150, ['success-long', 'success', 'xfail']],
    [1000, ['success-long', 'success', 'skip', 'xfail']],
    [850, ['success-long', 'success', 'skip', 'xfail', '']],
    [600, ['success-long', 'success', 'xfail', 'skip', 'uxsuccess']],
    [300, ['success-long', 'success', 'xfail', 'skip', 'uxsuccess', 'fail']],
  ])('with a limit of %i kB leaves out %j', async (kilobytes, left) => {
    const { size, kept } = await made([MIXED], kilobytes * KB, gzip)
    expect(size).toBeLessThanOrEqual(kilobytes * KB)
    expect([kilobytes, kept[0]]).toEqual([kilobytes, [...ALL, ''].filter((id) => !left.includes(id))])
  })
})

it('a report of exactly the limit has all output, and with a limit one byte lower it does not', async () => {
  const full = await made([MIXED], undefined)
  expect([full.manifest.runs[0].left, full.notices]).toEqual([undefined, []])
  expect(await made([MIXED], full.size)).toEqual(full)
  const { kept, size } = await made([MIXED], full.size - 1)
  expect(kept[0]).toEqual([...ALL, ''].filter((id) => id !== 'success-long'))
  expect(size).toBeLessThan(full.size)
})

describe('what is left out', () => {
  it('is told in the manifest and in a notice, with the file that has it', async () => {
    const { manifest, notices } = await made([MIXED], 1500 * KB)
    const { left, entry } = manifest.runs[0]
    expect(left).toEqual({ tests: 2, bytes: expect.any(Number), file: 'tempest_run0_0_details.json.gz' })
    expect(left?.file).toBe(entry.details)
    // two logs, each with a status, times, quotes and names
    expect(left?.bytes).toBeGreaterThan(1100 * KB)
    expect(left?.bytes).toBeLessThan(1101 * KB)
    expect(notices).toEqual([
      'the report may have at most 1.5 MB: the output of 2 tests (1.1 MB) is left out, and is in tempest_run0_0_details.json.gz',
    ])
  })

  it('is chosen from the tests of all runs', async () => {
    const runs = [
      [logged('a', 'success', 300), logged('b', 'fail', 500)],
      [logged('c', 'success', 200), logged('d', 'skip', 400)],
      [logged('e', 'success', 250)],
    ]
    const { kept, manifest, notices, size } = await made(
      runs.map((run) => Buffer.concat(run)),
      1300 * KB,
    )
    expect(size).toBeLessThan(1300 * KB)
    expect(kept).toEqual([['b'], ['c', 'd'], []])
    expect(manifest.runs.map(({ left }) => left?.tests)).toEqual([1, undefined, 1])
    expect(notices).toEqual([
      expect.stringMatching(
        /of 2 tests \(550 kB\) .* in the details files of 2 runs, tempest_run0_0_.* and so on$/,
      ),
    ])
  })

  it('does not include small logs to make room for a failure’s log that cannot fit', async () => {
    const huge = [
      logged('huge', 'fail', 3000),
      logged('fail', 'fail', 200),
      logged('success', 'success', 100),
    ]
    const { kept, size } = await made([Buffer.concat(huge)], 1000 * KB)
    expect(kept).toEqual([['fail', 'success']])
    expect(size).toBeLessThan(1000 * KB)
  })

  it('is not mentioned in a site, whose page has no output anyway', async () => {
    const from = directoryWith({ run: MIXED })
    const destination = directoryWith()
    const report = join(from, 'report.html')
    const options = { destination, report, site: true, reportMaxSize: 500 * KB, page: makePage() }
    await convertFiles([join(from, 'run')], options)
    const site = readFileSync(join(destination, 'index.html'), 'utf8')
    const { runs } = JSON.parse(element(site, 'application/json', 'stackviz-manifest')) as Manifest
    expect(runs[0].left).toBeUndefined()
    const index = gunzipSync(Buffer.from(element(site, 'application/gzip', 'stackviz-index-0'), 'base64'))
    expect((JSON.parse(index.toString()) as DetailsIndex).left).toBeUndefined()
  })
})

it('thousands of logs, compressible or not, fill the report to its limit, with those of all failures', async () => {
  const tests = Array.from({ length: 5000 }, (_, i) => {
    const text =
      i % 2 === 0 ? randomBytes(300 + (i % 97) * 10).toString('hex') : `line ${i}\n`.repeat(50 + (i % 89) * 9)
    const status = i % 50 === 0 ? 'fail' : 'success'
    return Buffer.concat([
      packet({ id: `t${i}`, file: ['log', text], mime: 'text/plain' }),
      packet({ id: `t${i}`, status }),
    ])
  })
  const limit = 1000 * KB
  const { size, kept, manifest } = await made([Buffer.concat(tests)], limit)
  expect(size).toBeLessThanOrEqual(limit)
  expect(size).toBeGreaterThan(0.9 * limit)
  expect(kept[0].filter((id) => Number(id.slice(1)) % 50 === 0)).toHaveLength(100)
  expect(kept[0].length + (manifest.runs[0].left?.tests ?? 0)).toBe(5000)
})

it('a report that is too large even without output is written without it, with a notice', async () => {
  const { kept, notices, size } = await made([MIXED], 50 * KB)
  expect(kept).toEqual([[]])
  expect(size).toBeGreaterThan(50 * KB)
  expect(notices).toEqual([
    expect.stringMatching(
      /^the report may have at most 50 kB: the output of 9 tests \(2.36 MB\) is left out, and/,
    ),
    expect.stringMatching(/^the report has 1\d\d kB although it contains no output$/),
  ])
})

it.each([
  ['100MB', 100e6],
  ['250 MB', 250e6],
  ['1000000', 1e6],
  ['1MiB', 2 ** 20],
])('the limit of a report may be %s', (text, bytes) => {
  expect(parseReportSize(text)).toBe(bytes)
})

it.each([
  ['251MB', 'browsers do not cope with larger reports'],
  ['250MiB', 'browsers do not cope with larger reports'],
  ['999999', 'it is 999,999 bytes'],
  ['100', 'it is 100 bytes'],
])('the limit of a report may not be %s', (text, why) => {
  expect(() => parseReportSize(text)).toThrow(`"${text}" is not between 1MB and 250MB: ${why}`)
})

it.each(['', 'much', '-1MB'])('%j is not a limit of a report', (text) => {
  expect(() => parseReportSize(text)).toThrow(/not a size/)
})
