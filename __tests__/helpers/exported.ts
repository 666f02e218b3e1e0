import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readRun } from '../../src/convert/read-run.ts'
import { Staging } from '../../src/export/staging.ts'
import type { RawTest, Stats, TestDetails, TreeNode, Warning } from '../../src/format/exported.ts'
import { runFiles } from '../../src/format/file-names.ts'
import { soundText } from './sound-text.ts'

/** Contents of an exported run's files, in the form of the oracle's answer. */
export interface Exported {
  readonly raw: RawTest[]
  readonly details: Record<string, TestDetails>
  readonly tree: TreeNode
  readonly stats: Stats
  readonly warnings: readonly Warning[]
}

/** Exports one stream and reads the files back. */
export async function exportStream(path: string): Promise<Exported> {
  const directory = mkdtempSync(join(tmpdir(), 'stackviz-test-'))
  try {
    const staging = new Staging(directory)
    const files = runFiles('stream', 0, false)
    const { warnings } = await readRun({
      path,
      isOfRepository: false,
      files,
      staging,
      gzip: false,
      redactor: null,
      hider: null,
      onProgress: () => undefined,
    })
    const read = <T>(name: string): T => JSON.parse(soundText(readFileSync(staging.finished(name)))) as T
    return {
      raw: read(files.raw),
      details: read(files.details),
      tree: read(files.tree),
      stats: read(files.stats),
      warnings,
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
}
