import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'

/** Extracts a zip with another program, `unzip`: name → content. */
export function unzip(archive: Uint8Array): Map<string, Buffer> {
  const directory = mkdtempSync(join(tmpdir(), 'stackviz-unzip-'))
  try {
    const path = join(directory, 'archive.zip')
    const into = join(directory, 'files')
    writeFileSync(path, archive)
    execFileSync('unzip', ['-q', path, '-d', into])
    const files = readdirSync(into, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    const paths = files.map((entry) => join(entry.parentPath, entry.name))
    return new Map(paths.map((file) => [relative(into, file).split(sep).join('/'), readFileSync(file)]))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
