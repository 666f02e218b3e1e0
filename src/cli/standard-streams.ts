import { createReadStream, fstatSync } from 'node:fs'
import { plainMessage } from '../convert/error-text.ts'

/** Standard input. If it is a directory, Node's own would look like an empty stream; this one fails. */
export const openStdin = (): AsyncIterable<Uint8Array> =>
  fstatSync(0).isDirectory() ? createReadStream('', { fd: 0, autoClose: false }) : process.stdin

/** Keeps an unprintable result from crashing the command, whose export is complete: `| head`, a full disk. */
export function guardOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // whoever closed the pipe has seen enough
    if (error.code === 'EPIPE') return
    process.stderr.write(`stackviz-export: standard output: ${plainMessage(error)}\n`)
    process.exitCode = 1
  })
  // nothing can be reported without stderr
  process.stderr.on('error', () => undefined)
}
