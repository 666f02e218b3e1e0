/** The whole of a branch as files on disk, for a deployment. */

import { readdirSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { ArchiveFile } from './archive.ts'
import type { BranchPlace } from './branch.ts'
import { Git } from './git.ts'
import { inWords } from './git-faults.ts'

export interface BranchFiles {
  readonly commit: string
  readonly files: readonly ArchiveFile[]
  /** Links and the like, which a deployment may not have. */
  readonly leftOut: number
  readonly remove: () => void
}

/** Throws SiteFault, or the signal's reason. */
export async function readBranchFiles(place: BranchPlace): Promise<BranchFiles> {
  const git = Git.open(place)
  try {
    const { commit, directory } = await git.checkOut(place.branch)
    const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
    const plain = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    const files = plain.map((path) => ({
      name: relative(directory, path).split(sep).join('/'),
      path,
      size: statSync(path).size,
    }))
    const leftOut = entries.filter((entry) => !entry.isFile() && !entry.isDirectory()).length
    return { commit, files, leftOut, remove: () => git.close() }
  } catch (error) {
    git.close()
    throw inWords(error, place)
  }
}

/** Where the branch is now; null where it is not told. */
export async function tipOf(place: BranchPlace): Promise<string | null> {
  const git = Git.open(place)
  try {
    const told = await git.text(['ls-remote', 'origin', `refs/heads/${place.branch}`])
    return told.split('\t')[0] || null
  } catch {
    return null
  } finally {
    git.close()
  }
}
