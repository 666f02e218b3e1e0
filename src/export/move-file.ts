import { renameSync } from 'node:fs'

/** Error codes on Windows while another program, usually a virus scanner, has one of the files open. */
const IN_USE = ['EPERM', 'EACCES', 'EBUSY']

/** Milliseconds before each retry, two seconds in total: a virus scanner is done sooner. */
const PAUSES = [10, 20, 50, 120, 300, 500, 1000]

/** Renames a file, replacing an existing one at `to`; on Windows it retries while either is in use. */
export const moveFile = (from: string, to: string): void => whenFree(() => renameSync(from, to))

/** Does what Windows refuses while a file is in use; there it retries. */
export function whenFree(change: () => void): void {
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
