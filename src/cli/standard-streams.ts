import { createReadStream, fstatSync } from 'node:fs'
import { messageOf } from '../convert/error-text.ts'

/** Standard input; where that is a directory, Node's own would pass for an empty stream. */
export const openStdin = (): AsyncIterable<Uint8Array> =>
  fstatSync(0).isDirectory() ? createReadStream('', { fd: 0, autoClose: false }) : process.stdin

/** What was exported stays exported where nobody takes what is printed: `| head`, or a full disk. */
export function guardOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // who closed the pipe has seen enough
    if (error.code === 'EPIPE') return
    process.stderr.write(`stackviz-export: standard output: ${messageOf(error)}\n`)
    process.exitCode = 1
  })
  // nobody is left to be told
  process.stderr.on('error', () => undefined)
}
