/** Reports for tests of the page: real ones, made from streams by the whole pipeline, and modified ones. */

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Locator, Page } from 'playwright-core'
import { convert } from '../../src/convert.ts'
import { NO_WORKFLOW } from '../../src/export/config.ts'
import { STATUSES, type Status, type Workflow } from '../../src/format/exported.ts'
import {
  DATA_PLACEHOLDER,
  lanesId,
  MANIFEST_ID,
  type Manifest,
  namesId,
  REPORT_VERSION,
  START_SCRIPT,
  statsListsId,
} from '../../src/format/report.ts'
import { writeColumnParts } from '../helpers/columns-writer.ts'
import { packet } from '../helpers/v2-writer.ts'
import { UNPACKED } from './browser.ts'

export interface StreamTest {
  readonly id: string
  readonly status?: Status
  readonly tags?: readonly string[]
  /** Start in seconds after the first test's, and duration in seconds. */
  readonly start?: number
  readonly seconds?: number
  /** Name, content, MIME type. */
  readonly files?: readonly (readonly [string, string | Uint8Array, string?])[]
}

/** 2026-11-23 18:14:20 UTC. */
export const START = 1_795_457_660
const TEXT = 'text/plain;charset=utf8'

/** A version 2 stream of these tests, one after the other. */
export function stream(tests: readonly StreamTest[]): Buffer {
  return Buffer.concat(
    tests.flatMap(({ id, status = 'success', tags = [], start = 0, seconds = 1, files = [] }) => [
      packet({ id, status: 'inprogress', time: moment(start), tags }),
      ...files.flatMap(([name, content, mime = TEXT]) =>
        pieces(Buffer.from(content)).map((piece) => packet({ id, file: [name, piece], mime, tags })),
      ),
      ...(status === 'inprogress' ? [] : [packet({ id, status, time: moment(start + seconds), tags })]),
    ]),
  )
}

/** A packet holds at most 4 MiB. */
function pieces(content: Buffer): Buffer[] {
  const size = 1 << 20
  const count = Math.max(1, Math.ceil(content.length / size))
  return Array.from({ length: count }, (_, i) => content.subarray(i * size, (i + 1) * size))
}

function moment(second: number): [number, number] {
  return [START + Math.floor(second), Math.round((second % 1) * 1e9)]
}

export interface PageOptions {
  readonly title?: string
  readonly workflow?: Partial<Workflow>
  /** Bytes; output that would exceed this is left out. */
  readonly maxSize?: number
  /** dstat logs, as text. */
  readonly logs?: readonly string[]
}

/** Copies the pages that setup.ts has built into the directory; returns where they are. */
export async function copyFrontend(directory: string): Promise<string> {
  const frontend = join(directory, 'frontend')
  await cp(join(String(process.env[UNPACKED]), 'frontend'), frontend, { recursive: true })
  return frontend
}

let pages = 0

/** Writes a report with a run for each stream; returns its path. */
export async function report(
  template: string,
  streams: readonly Buffer[],
  options: PageOptions = {},
): Promise<string> {
  const directory = join(template, '..', `page-${++pages}`)
  await mkdir(directory)
  const write = (name: string) => async (content: string | Buffer, i: number) => {
    const path = join(directory, name.replace('N', String(i)))
    await writeFile(path, content)
    return path
  }
  const paths = await Promise.all(streams.map(write('run-N.subunit')))
  await convert({
    sources: paths.map((path) => ({ kind: 'file', path })),
    dstat: await Promise.all((options.logs ?? []).map(write('dstat-N.csv'))),
    destination: join(directory, 'export'),
    report: join(directory, 'report.html'),
    ...(options.maxSize === undefined ? {} : { reportMaxSize: options.maxSize }),
    title: options.title ?? 'nova unit',
    workflow: { ...NO_WORKFLOW, ...options.workflow },
    page: template,
  })
  return join(directory, 'report.html')
}

/** A copy of the report with its text changed, to simulate damage and other versions. */
export async function bend(path: string, change: (html: string) => string): Promise<string> {
  const bent = path.replace(/\.html$/, `-${++pages}.html`)
  const html = await readFile(path, 'utf8')
  const changed = change(html)
  if (changed === html) throw new Error('the change changed nothing')
  await writeFile(bent, changed)
  return bent
}

/** A report of columns only, with any number of tests; their logs are missing. */
export async function columnsOnly(template: string, count: number): Promise<string> {
  const { drawn, named } = writeColumnParts(
    Array.from({ length: count }, (_, n) => ({
      name: `big.tests.TestCase${n >> 6}.test_${n}`,
      status: n % 1000 === 999 ? 'fail' : 'success',
      start: START * 1e6 + n * 1000,
      duration: (n * 7919) % 1_000_003,
      tags: ['worker-0'],
    })),
  )
  const stats = {
    count,
    start: null,
    end: null,
    total_duration: 0,
    failed: 0,
    skipped: 0,
  }
  const files = { raw: '', details: '', index: '', columns: '', tree: '' }
  const entry = { id: 0, name: 'Subunit File: big', ...files, stats }
  const failed = Math.floor(count / 1000)
  const ofStatus: Partial<Record<Status, number>> = { fail: failed, success: count - failed }
  const counts = STATUSES.map((status) => ofStatus[status] ?? 0)
  const manifest: Manifest = {
    version: REPORT_VERSION,
    title: 'big',
    generator: 'a test',
    conclusion: 'success',
    workflow: NO_WORKFLOW,
    problems: [],
    runs: [{ entry, counts, machine: null, details: null }],
    machines: [],
  }
  const block = (id: string, bytes: Buffer): string =>
    `<script type="application/gzip" id="${id}">${gzipSync(bytes, { level: 1 }).toString('base64')}</script>`
  const data = [
    `<script type="application/json" id="${MANIFEST_ID}">${JSON.stringify(manifest)}</script>`,
    block(lanesId(0), drawn),
    `<script>${START_SCRIPT}</script>`,
    block(namesId(0), named),
    block(
      statsListsId(0),
      Buffer.from(
        JSON.stringify({
          version: REPORT_VERSION,
          failures: [],
          skips: [],
          found: { failures: [], skips: [] },
        }),
      ),
    ),
    `<script>${START_SCRIPT}</script>`,
  ].join('\n')
  const path = join(template, '..', `big-${++pages}.html`)
  await writeFile(
    path,
    (await readFile(template, 'utf8')).replace(DATA_PLACEHOLDER, () => data),
  )
  return path
}

export const urlOf = (path: string, hash = ''): string => pathToFileURL(path).href + hash

/** What the page's n-th text view shows: visible lines of a log, or a traceback without folded frames. */
export async function shownText(page: Page, nth = 0): Promise<string> {
  const text = page.locator('.text').nth(nth)
  const lines = await text.locator('.trace-line').allTextContents()
  return lines.length > 0 ? lines.join('') : (await text.locator('.text-line').allTextContents()).join('\n')
}

/** Drags the mouse over a text, from its start to its end; returns what is selected then. */
export async function drag(page: Page, text: Locator): Promise<string> {
  const box = await text.boundingBox()
  const [left, right, y] = [box?.x ?? 0, (box?.x ?? 0) + (box?.width ?? 0), (box?.y ?? 0) + 8]
  await page.mouse.move(left, y)
  await page.mouse.down()
  await page.mouse.move((left + right) / 2, y)
  await page.mouse.move(right + 2, y)
  await page.mouse.up()
  return page.evaluate<string>('getSelection().toString()')
}

/** Records in `seen` everything that must not happen in a page, as it occurs. */
export function watch(
  page: Page,
  seen: string[] = [],
  isOwn: (url: string) => boolean = () => false,
): string[] {
  page.on('dialog', (dialog) => {
    seen.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const url = request.url()
    const itself = request.isNavigationRequest() && request.frame() === page.mainFrame()
    if (!itself && !/^(data|blob):/.test(url) && !isOwn(url)) seen.push(`request ${url}`)
  })
  page.on('pageerror', (error) => seen.push(`error ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.push(`console ${message.text()}`)
  })
  page.on('popup', () => seen.push('popup'))
  page.on('download', (download) => seen.push(`download ${download.suggestedFilename()}`))
  return seen
}
