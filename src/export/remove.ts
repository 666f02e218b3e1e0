/**
 * Instead of Node's rmSync. On Windows that of Node 24, before 24.13.1, does nothing, or ends the process, where a path
 * has letters that are not ASCII's (https://github.com/nodejs/node/issues/61067).
 */

import { lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { whenFree } from './move-file.ts'

/** Removes a file or a link, if it is there; on Windows it retries while that is in use. */
export function removeFile(path: string): void {
  try {
    whenFree(() => unlinkSync(path))
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** Removes a file, a link, or a directory with all that is in it, if it is there. */
export function removeTree(path: string): void {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return removeFile(path)
  for (const name of readdirSync(path)) removeTree(join(path, name))
  rmdirSync(path)
}
