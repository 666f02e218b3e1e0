/**
 * Moves and removes files. On Windows, where other programs may have them open, it tries again. Node's rmSync is not
 * used: in Node 24 before 24.13.1 it does nothing on Windows, or ends the process, where a path is not in ASCII
 * (https://github.com/nodejs/node/issues/61067).
 */

import { lstatSync, readdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

/** Error codes on Windows while another program, usually a virus scanner, has one of the files open. */
const IN_USE = ['EPERM', 'EACCES', 'EBUSY', 'ENOTEMPTY']

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
  removeDirectory(path)
}

/** Removes an empty directory. On Windows, a removed file stays in it while another program has that open. */
export const removeDirectory = (path: string): void => whenFree(() => rmdirSync(path))

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
