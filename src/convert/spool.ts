import { constants, createReadStream, createWriteStream, openSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { Staging } from '../export/staging.ts'
import { noStream } from './describe.ts'
import { sizeText } from './size.ts'

/** What an input is expected to be. */
type Kind = 'stream' | 'log'

/**
 * Copies a stream to a file: inputs are read more than once, to detect their format and find damage. Throws
 * early if it is expected to be a subunit stream and cannot be one.
 */
export async function spool(
  stream: AsyncIterable<Uint8Array>,
  kind: Kind,
  staging: Staging,
  signal: AbortSignal | undefined,
): Promise<string> {
  const path = staging.scratch(`spool-${crypto.randomUUID()}`)
  const copy = createWriteStream(path)
  if (kind === 'stream') await pipeline(stream, withSign, copy, { signal })
  else await pipeline(stream, copy, { signal })
  return path
}

/** Bytes within which a stream shows a sign of being one: a program that prints forever would fill the disk. */
const MAX_WITHOUT_SIGN = 64 << 20

/** The first byte of a packet of version 2, which compressed data has too; or a directive of version 1. */
const SIGN =
  /\xb3|^(?:test|testing|time|tags|progress|success|successful|failure|error|skip|xfail|uxsuccess)[: ]/m

async function* withSign(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Buffer | null = null
  let hasSign = false
  let length = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    head ??= bytes
    hasSign ||= SIGN.test(bytes.toString('latin1'))
    length += chunk.length
    if (!hasSign && length > MAX_WITHOUT_SIGN)
      throw noStream(head, `, as far as its first ${sizeText(MAX_WITHOUT_SIGN)} tell`)
    yield chunk
  }
}

/** The path, or that of a copy if the input can be read only once, like `/dev/fd/63` of a shell's `<(…)`. */
export async function rereadable(
  path: string,
  kind: Kind,
  staging: Staging,
  signal: AbortSignal | undefined,
): Promise<string> {
  const info = await stat(path)
  if (info.isFile() || info.isDirectory()) return path
  return spool(info.isFIFO() ? openPipe(path) : createReadStream(path), kind, staging, signal)
}

/**
 * Opens a pipe without blocking: a blocking open of a pipe without a writer would occupy a thread, and keep
 * the process from ending.
 */
const openPipe = (path: string): Socket =>
  new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false })
