import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { REPOSITORY_NAMES } from '../../convert/repository-names.ts'
import { codeOf } from '../error-text.ts'

/**
 * The repository that a path is or holds, as src/stestr/repository.ts looks for it; null for none. A directory
 * that the pattern names, that is called like one, or that cannot be looked into is taken for one: reading it
 * tells what is wrong.
 */
export function repositoryAt(path: string, isNamed: boolean): string | null {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return null
  const places = [...REPOSITORY_NAMES.map((name) => join(path, name)), path]
  const isMeant = isNamed || REPOSITORY_NAMES.includes(basename(path))
  try {
    return places.find((place) => exists(join(place, 'format'))) ?? (isMeant ? path : null)
  } catch {
    return path
  }
}

/** Throws if that cannot be told. Not `throwIfNoEntry`, which may throw where a directory of the path is a file. */
function exists(path: string): boolean {
  try {
    statSync(path)
    return true
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return false
    throw error
  }
}
