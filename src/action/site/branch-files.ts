/** The whole of a branch as files on disk, for a deployment. */

import { statSync } from 'node:fs'
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
    const { commit, files, leftOut } = await git.checkOut(place.branch)
    const sized = files.map((file) => ({ ...file, size: statSync(file.path).size }))
    return { commit, files: sized, leftOut, remove: () => git.close() }
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
