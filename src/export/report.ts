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
import { blockSize, copyFile, sizeOf, writeBlockOfFile } from './blocks.ts'
import { type OutputFile, writeOutput } from './output-file.ts'
import type { PageRun } from './page-runs.ts'
import type { SharedBlocks } from './report-data.ts'

const START = `<script>${START_SCRIPT}</script>\n`

/** The data of a page. */
export interface PageData {
  readonly manifest: Manifest
  readonly blocks: SharedBlocks
  readonly runs: readonly PageRun[]
}

/** Writes a page: the built page with the data inserted, in the order that format/report.ts defines. */
export async function writePage(path: string, page: string, data: PageData): Promise<void> {
  const [head, tail] = await readTemplate(page, data)
  await writeOutput(path, false, async (out) => {
    out.text(head)
    out.text(manifestElement(data.manifest))
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

/** Bytes that `writePage` writes for the same arguments. */
export async function pageSize(page: string, data: PageData): Promise<number> {
  const texts = [...(await readTemplate(page, data)), manifestElement(data.manifest), START, START]
  let size = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  size += (await sizeOf(data.blocks.lanes)) + (await sizeOf(data.blocks.others))
  for (const [run, { index, logs }] of data.runs.entries()) {
    size += blockSize(indexId(run), await sizeOf(index))
    if (logs === null) continue
    for (const [block, [from, to]] of logBlocks(await sizeOf(logs)).entries()) {
      size += blockSize(logsId(run, block), to - from)
    }
    size += START.length
  }
  return size
}

/** The built page before and after the data, with the title and the allowed connections set. */
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
  for (const [block, [from, to]] of logBlocks(await sizeOf(logs)).entries()) {
    await writeBlockOfFile(out, logsId(run, block), logs, from, to)
  }
  out.text(START)
}

/** The byte ranges of the blocks into which a file of `size` bytes is split. */
function logBlocks(size: number): [number, number][] {
  return Array.from({ length: Math.ceil(size / LOG_BLOCK) }, (_, block) => [
    block * LOG_BLOCK,
    Math.min(size, (block + 1) * LOG_BLOCK),
  ])
}

/** `<` is escaped so that the JSON cannot end the script element or begin a comment. */
const manifestElement = (manifest: Manifest): string =>
  `<script type="application/json" id="${MANIFEST_ID}">${JSON.stringify(manifest).replaceAll('<', '\\u003c')}</script>\n`

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
