import { renameSync } from 'node:fs'

/** What Windows says while another program, a virus scanner most often, has one of both files open. */
const IN_USE = ['EPERM', 'EACCES', 'EBUSY']

/** Milliseconds before each further try, two seconds in all: a scanner takes less. */
const PAUSES = [10, 20, 50, 120, 300, 500, 1000]

/** Puts a file in its place, and in that of a file that is there. */
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
