import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import {
  DATA_PLACEHOLDER,
  indexId,
  type LogIndex,
  MANIFEST_ID,
  type MachineColumns,
  type Manifest,
  machineId,
  START_SCRIPT,
  type TestColumns,
  testsId,
} from '../format/report.ts'
import { OutputFile } from './output-file.ts'

const compress = promisify(gzip)

/** What a page is made of; a run's logs are a file that LogWriter wrote. */
export interface ReportData {
  readonly manifest: Manifest
  readonly runs: readonly { readonly columns: TestColumns; readonly index: LogIndex; readonly logs: string }[]
  readonly machines: readonly MachineColumns[]
}

/** Writes the self-contained page: the built page with the data in it, in the order of format/report.ts. */
export async function writeReport(path: string, page: string, data: ReportData): Promise<void> {
  const template = await readFile(page, 'utf8')
  const [head, tail] = template.split(DATA_PLACEHOLDER)
  if (tail === undefined)
    throw new Error(`${page}: no ${DATA_PLACEHOLDER} in it; build it anew (npm run build)`)
  const out = new OutputFile(path, false)
  try {
    out.text(head.replace(/<title>[^<]*<\/title>/, () => `<title>${escapeText(data.manifest.title)}</title>`))
    out.text(`<script type="application/json" id="${MANIFEST_ID}">${inlineJson(data.manifest)}</script>\n`)
    for (const [run, { columns }] of data.runs.entries()) await writeBlock(out, testsId(run), columns)
    for (const [log, machine] of data.machines.entries()) await writeBlock(out, machineId(log), machine)
    for (const [run, { index }] of data.runs.entries()) await writeBlock(out, indexId(run), index)
    out.text(`<script>${START_SCRIPT}</script>\n`)
    for (const { logs } of data.runs) {
      for await (const chunk of createReadStream(logs, { highWaterMark: 1 << 20 })) out.write(chunk as Buffer)
    }
    out.text(tail)
    await out.close()
  } catch (error) {
    await out.abandon()
    throw error
  }
}

async function writeBlock(out: OutputFile, id: string, value: unknown): Promise<void> {
  const bytes = await compress(JSON.stringify(value))
  out.text(`<script type="application/gzip" id="${id}">${bytes.toString('base64')}</script>\n`)
}

/** JSON that can end no script element and begin no comment. */
const inlineJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
