import { constants, createReadStream, createWriteStream, openSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { Staging } from '../export/staging.ts'

/** Copies a stream to a file: inputs are read more than once, to detect their format and find damage. */
export async function spool(
  stream: AsyncIterable<Uint8Array>,
  staging: Staging,
  signal: AbortSignal | undefined,
): Promise<string> {
  const path = staging.scratch(`spool-${crypto.randomUUID()}`)
  await pipeline(stream, createWriteStream(path), { signal })
  return path
}

/** The path, or that of a copy if the input can be read only once, like `/dev/fd/63` of a shell's `<(…)`. */
export async function rereadable(
  path: string,
  staging: Staging,
  signal: AbortSignal | undefined,
): Promise<string> {
  const info = await stat(path)
  if (info.isFile() || info.isDirectory()) return path
  return spool(info.isFIFO() ? openPipe(path) : createReadStream(path), staging, signal)
}

/**
 * Opens a pipe without blocking: a blocking open of a pipe without a writer would occupy a thread, and keep
 * the process from ending.
 */
const openPipe = (path: string): Socket =>
  new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false })
