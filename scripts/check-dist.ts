/** Builds `dist/` anew in an empty directory, and fails if any byte differs from the committed one. */

import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const fresh = mkdtempSync(join(tmpdir(), 'dist-'))
execFileSync(process.execPath, [join(ROOT, 'scripts/build.ts'), fresh], { stdio: 'inherit' })
const committed = join(ROOT, 'dist')
const names = new Set([...filesIn(fresh), ...filesIn(committed)])
const stale = [...names].filter((name) => read(fresh, name) !== read(committed, name)).sort()
rmSync(fresh, { recursive: true })
if (stale.length > 0) {
  console.error(
    `dist/ is not what the sources give; run npm run build and commit it:\n  ${stale.join('\n  ')}`,
  )
  process.exit(1)
}
console.log(`dist/ is fresh: ${names.size} files`)

function filesIn(directory: string): string[] {
  return globSync('**', { cwd: directory }).filter((name) => statSync(join(directory, name)).isFile())
}

function read(directory: string, name: string): string | null {
  try {
    return readFileSync(join(directory, name), 'base64')
  } catch {
    return null
  }
}
