/**
 * Of which sources `dist/` was built. Tests run the engine and the action that it holds, and must not pass because
 * these are older than the sources.
 */

import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const FILE = 'built-from.json'

/** What goes into a part of `dist/`. Tests of the page build it themselves. */
const SOURCES = {
  engine: /^src\/engine\//,
  action: /^src\/(?!engine\/|frontend\/)/,
} as const

type Part = keyof typeof SOURCES

/** Throws if a part of `dist/` is not of these sources. `root`: the directory with both. */
export function refuseStale(part: Part, root = ROOT): void {
  if (readBuiltFrom(root)[part] !== hashOf(part, root))
    throw new Error('dist/ is stale, and tests would run older code than src/ has: npm run build')
}

/** Says in a directory that was just built what it was built from. */
export function writeBuiltFrom(directory: string, root = ROOT): void {
  const parts = { engine: hashOf('engine', root), action: hashOf('action', root) } satisfies Record<
    Part,
    string
  >
  writeFileSync(join(directory, FILE), `${JSON.stringify(parts, null, 2)}\n`)
}

function readBuiltFrom(root: string): Partial<Record<Part, string>> {
  try {
    return JSON.parse(readFileSync(join(root, 'dist', FILE), 'utf8')) as Partial<Record<Part, string>>
  } catch {
    return {}
  }
}

/** SHA-256 of names and contents, and of the versions of the tools. */
function hashOf(part: Part, root: string): string {
  const names = globSync('src/**/*.ts', { cwd: root })
    .map((name) => name.replaceAll(sep, '/'))
    .filter((name) => SOURCES[part].test(name))
  const hash = createHash('sha256')
  for (const name of [...names.sort(), 'package-lock.json', 'scripts/build.ts'])
    hash
      .update(`${name}\n`)
      .update(readFileSync(join(root, name)))
      .update('\n')
  return hash.digest('hex')
}
