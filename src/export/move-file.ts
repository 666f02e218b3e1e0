import { renameSync } from 'node:fs'

/** Error codes on Windows while another program, usually a virus scanner, has one of the two files open. */
const IN_USE = ['EPERM', 'EACCES', 'EBUSY']

/** Milliseconds before each retry, two seconds in total: a virus scanner is done sooner. */
const PAUSES = [10, 20, 50, 120, 300, 500, 1000]

/** Renames a file, replacing an existing one at `to`; on Windows it retries while either is in use. */
export function moveFile(from: string, to: string): void {
  const pauses = process.platform === 'win32' ? PAUSES : []
  for (const pause of pauses) {
    try {
      return renameSync(from, to)
    } catch (error) {
      if (!IN_USE.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause)
    }
  }
  renameSync(from, to)
}
