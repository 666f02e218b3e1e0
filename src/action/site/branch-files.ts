/** All files of a branch on disk, for a deployment. */

import { statSync } from 'node:fs'
import type { ArchiveFile } from './archive.ts'
import type { BranchPlace } from './branch.ts'
import { Git } from './git.ts'
import { inWords } from './git-faults.ts'

export interface BranchFiles {
  readonly commit: string
  readonly files: readonly ArchiveFile[]
  /** Number of links and submodules, which a deployment may not contain. */
  readonly leftOut: number
  readonly remove: () => void
}

/** `remove` deletes the files. Throws SiteFault, or the signal's reason. */
export async function readBranchFiles(place: BranchPlace): Promise<BranchFiles> {
  const git = Git.open(place)
  try {
    const { commit, files, leftOut } = await git.checkOut(place.branch)
    const sized = files.map((file) => ({ ...file, size: statSync(file.path).size }))
    return { commit, files: sized, leftOut, remove: () => git.close() }
  } catch (error) {
    git.close()
    throw inWords(error, place)
  }
}

/** The branch's current commit; null if it cannot be read. */
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
