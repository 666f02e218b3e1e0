import { readFile } from 'node:fs/promises'
import {
  DATA_PLACEHOLDER,
  indexId,
  LOG_BLOCK,
  logsId,
  MANIFEST_ID,
  type Manifest,
  NO_CONNECTION,
  OWN_CONNECTION,
  START_SCRIPT,
} from '../format/report.ts'
import { copyFile, sizeOf, writeBlockOfFile } from './blocks.ts'
import { type OutputFile, writeOutput } from './output-file.ts'
import type { PageRun } from './page-runs.ts'
import type { SharedBlocks } from './report-data.ts'

const START = `<script>${START_SCRIPT}</script>\n`

/** What a page is made of. */
export interface PageData {
  readonly manifest: Manifest
  readonly blocks: SharedBlocks
  readonly runs: readonly PageRun[]
}

/** Writes a page: the built page with the data in it, in the order of format/report.ts. */
export async function writePage(path: string, page: string, data: PageData): Promise<void> {
  const [head, tail] = await readTemplate(page, data)
  await writeOutput(path, false, async (out) => {
    out.text(head)
    out.text(`<script type="application/json" id="${MANIFEST_ID}">${inlineJson(data.manifest)}</script>\n`)
    await copyFile(out, data.blocks.lanes)
    out.text(START)
    await copyFile(out, data.blocks.others)
    for (const [run, { index }] of data.runs.entries()) {
      await writeBlockOfFile(out, indexId(run), index, 0, await sizeOf(index))
    }
    out.text(START)
    for (const [run, { logs }] of data.runs.entries()) {
      if (logs !== null) await writeLogs(out, run, logs)
    }
    out.text(tail)
  })
}

/** What of the page comes before the data, and what behind. */
async function readTemplate(page: string, { manifest, runs }: PageData): Promise<[string, string]> {
  const [head, tail] = (await readFile(page, 'utf8')).split(DATA_PLACEHOLDER)
  if (tail === undefined || !head.includes(NO_CONNECTION)) {
    const missing = tail === undefined ? DATA_PLACEHOLDER : NO_CONNECTION
    throw new Error(`${page}: no ${missing} in it; build it anew (npm run build)`)
  }
  const connection = runs.some(({ logs }) => logs === null) ? OWN_CONNECTION : NO_CONNECTION
  const titled = head.replace(/<title>[^<]*<\/title>/, () => `<title>${escapeText(manifest.title)}</title>`)
  return [titled.replace(NO_CONNECTION, connection), tail]
}

async function writeLogs(out: OutputFile, run: number, logs: string): Promise<void> {
  const size = await sizeOf(logs)
  for (let block = 0; block * LOG_BLOCK < size; block++) {
    const from = block * LOG_BLOCK
    await writeBlockOfFile(out, logsId(run, block), logs, from, Math.min(size, from + LOG_BLOCK))
  }
  out.text(START)
}

/** JSON that can end no script element and begin no comment. */
const inlineJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
