import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConvertOptions, ConvertResult } from '../../src/convert/types.ts'
import { convert } from '../../src/convert.ts'
import type { Config, RawTest } from '../../src/format/exported.ts'

/** Exports these stream files. */
export const convertFiles = (
  paths: readonly string[],
  options: Partial<ConvertOptions> & { readonly destination: string },
): Promise<ConvertResult> =>
  convert({ sources: paths.map((path) => ({ kind: 'file', path })), dstat: [], page: '', ...options })

export const readJson = <T>(directory: string, name: string): T =>
  JSON.parse(readFileSync(join(directory, name), 'utf8')) as T

/** Test ids of each exported run, in raw order. */
export const idsOf = (directory: string): string[][] =>
  readJson<Config>(directory, 'config.json').tempest.map(({ raw }) =>
    readJson<RawTest[]>(directory, raw).map(({ id, name }) => id ?? name),
  )

/** Names in the directory that begin with a dot: only an export in progress may leave any. */
export const hiddenNames = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => /(?:^|[\\/])\./.test(name))
