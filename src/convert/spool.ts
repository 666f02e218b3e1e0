import { constants, createReadStream, createWriteStream, openSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { Staging } from '../export/staging.ts'

/** Copies a stream to a file: inputs are read more than once, to tell what they are and where they break. */
export async function spool(
  stream: AsyncIterable<Uint8Array>,
  staging: Staging,
  signal: AbortSignal | undefined,
): Promise<string> {
  const path = staging.scratch(`spool-${crypto.randomUUID()}`)
  await pipeline(stream, createWriteStream(path), { signal })
  return path
}

/** The path, or for what can be read once only, like the `/dev/fd/63` of a shell's `<(…)`, a copy's. */
export async function rereadable(
  path: string,
  staging: Staging,
  signal: AbortSignal | undefined,
): Promise<string> {
  const info = await stat(path)
  if (info.isFile() || info.isDirectory()) return path
  return spool(info.isFIFO() ? openPipe(path) : createReadStream(path), staging, signal)
}

/** Opening a pipe that nobody writes to yet would block a thread, and with it the end of the process. */
const openPipe = (path: string): Socket =>
  new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false })
