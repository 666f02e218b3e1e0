/** Inputs are written and exported in a directory of their own, in memory if the system allows it. */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ConvertOptions, ConvertResult } from '../../src/convert/types.ts'
import { convert } from '../../src/convert.ts'
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
  /** Reads a file of the export, decompressed. */
  readonly read: (name: string) => Buffer
  /** A run's raw, details and tree, as they are in the files. */
  readonly texts: (entry: Files) => string[]
  /** The runs that `config.json` lists. */
  readonly entries: readonly ConfigEntry[]
}

/** Exports into the directory `out` of the place. */
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
