/**
 * Moves and removes files, also on Windows, where other programs are in the way, and instead of Node's rmSync: there, that
 * of Node 24 before 24.13.1 does nothing, or ends the process, where a path has letters that are not ASCII's
 * (https://github.com/nodejs/node/issues/61067).
 */

import { lstatSync, readdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

/** Error codes on Windows while another program, usually a virus scanner, has one of the files open. */
const IN_USE = ['EPERM', 'EACCES', 'EBUSY']

/** Milliseconds before each retry, two seconds in total: a virus scanner is done sooner. */
const PAUSES = [10, 20, 50, 120, 300, 500, 1000]

/** Renames a file, replacing an existing one at `to`; on Windows it retries while either is in use. */
export const moveFile = (from: string, to: string): void => whenFree(() => renameSync(from, to))

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

/** Does what Windows refuses while a file is in use; there it retries. */
function whenFree(change: () => void): void {
  const pauses = process.platform === 'win32' ? PAUSES : []
  for (const pause of pauses) {
    try {
      return change()
    } catch (error) {
      if (!IN_USE.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause)
    }
  }
  change()
}
