/** The artifact from which GitHub makes a Pages deployment. */

import { mkdtempSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { removeScratch } from '../remove-scratch.ts'
import { sendArtifact } from '../send-artifact.ts'
import { openSending } from '../upload.ts'
import { type ArchiveFile, writeArchive } from './archive.ts'

/** The file name in the artifact that GitHub expects. */
const ARCHIVE = 'artifact.tar'

/** Only the deployment reads it. */
const RETENTION_DAYS = 1

export interface PagesArtifact {
  readonly files: readonly ArchiveFile[]
  readonly mtime: Date
  readonly attempt: number
  readonly compressionLevel: number
  readonly scratch: string
  readonly signal: AbortSignal
}

/** Uploads the artifact; its id. It is deployed by id, since other steps and attempts use the same name. */
export async function sendPages(artifact: PagesArtifact): Promise<number> {
  const { files, mtime, attempt, compressionLevel, scratch, signal } = artifact
  const directory = mkdtempSync(join(scratch, 'stackviz-pages-'))
  try {
    const path = join(directory, ARCHIVE)
    await writeArchive(path, files, mtime, signal)
    const described = {
      size: statSync(path).size,
      nameOf: (n: number): string => pagesName(attempt, n),
      send: (service: Awaited<ReturnType<typeof openSending>>['service'], name: string) =>
        service.uploadArtifact(name, [path], directory, { retentionDays: RETENTION_DAYS, compressionLevel }),
    }
    return (await sendArtifact(described, 1, await openSending(signal))).id
  } finally {
    removeScratch(directory)
  }
}

/** `github-pages`; if that is taken, with the attempt appended, then also with a number. */
const pagesName = (attempt: number, n: number): string =>
  n === 1 ? 'github-pages' : `github-pages-${attempt}${n === 2 ? '' : `-${n - 1}`}`
