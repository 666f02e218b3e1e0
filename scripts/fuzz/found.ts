/** Keeps failing inputs as fixtures. */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Content, Trial } from './kind.ts'

const ROOT = join(import.meta.dirname, '../..')
const DIRECTORY = join(ROOT, '__tests__/fixtures/fuzz')

export interface Found extends Trial {
  readonly name: string
  readonly kind: string
}

/** Writes a fixture and returns its path, relative to the repository. */
export function keep(name: string, kind: string, { files, expected }: Trial): string {
  const encoded = Object.entries(files).map(([path, content]) => [
    path,
    Buffer.isBuffer(content) ? content.toString('base64') : content,
  ])
  const path = join(DIRECTORY, `${name}.json`)
  mkdirSync(DIRECTORY, { recursive: true })
  writeFileSync(path, `${JSON.stringify({ kind, files: Object.fromEntries(encoded), expected })}\n`)
  return relative(ROOT, path)
}

/** All fixtures that were kept. */
export function allFound(): Found[] {
  const names = readdirSync(DIRECTORY).filter((name) => name.endsWith('.json'))
  return names.sort().map((name) => {
    const { kind, files, expected } = JSON.parse(readFileSync(join(DIRECTORY, name), 'utf8')) as Omit<
      Found,
      'files'
    > & { files: Record<string, string | Exclude<Content, Buffer>> }
    const decoded = Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? Buffer.from(content, 'base64') : content,
    ])
    return { name: name.replace(/\.json$/, ''), kind, files: Object.fromEntries(decoded), expected }
  })
}
