/** Inputs are written and exported in a directory of their own, in memory where the system has that. */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type ConvertOptions, type ConvertResult, convert } from '../../src/convert.ts'
import type { Config, ConfigEntry } from '../../src/format/exported.ts'
import type { Content } from './kind.ts'

const MEMORY = '/dev/shm'

export function createPlace(): string {
  return mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'stackviz-fuzz-'))
}

export function writeFiles(directory: string, files: Readonly<Record<string, Content>>): void {
  rmSync(directory, { recursive: true, force: true })
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name)
    mkdirSync(dirname(path), { recursive: true })
    if (Buffer.isBuffer(content)) writeFileSync(path, content)
    else symlinkSync(content.link, path)
  }
}

type Files = Pick<ConfigEntry, 'raw' | 'details' | 'tree'>

export interface Converted extends ConvertResult {
  /** The file of that name, decompressed. */
  readonly read: (name: string) => Buffer
  /** raw, details and tree of a run, as they stand in the files. */
  readonly texts: (entry: Files) => string[]
  /** What `config.json` lists. */
  readonly entries: readonly ConfigEntry[]
}

/** Exports into `out` of the place. */
export async function convertIn(place: string, options: Partial<ConvertOptions>): Promise<Converted> {
  const destination = join(place, 'out')
  rmSync(destination, { recursive: true, force: true })
  const result = await convert({ sources: [], dstat: [], destination, page: '', ...options })
  const read = (name: string): Buffer => {
    const bytes = readFileSync(join(destination, name))
    return name.endsWith('.gz') ? gunzipSync(bytes) : bytes
  }
  const texts = (entry: Files): string[] =>
    [entry.raw, entry.details, entry.tree].map((name) => read(name).toString())
  const entries = result.runs.length === 0 ? [] : (JSON.parse(String(read('config.json'))) as Config).tempest
  return { ...result, read, texts, entries }
}
