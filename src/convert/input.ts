/** Reads inputs as uncompressed bytes, whatever their compression. */

import { readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { formatCount } from '../words/number.ts'
import { formatOf, inflate } from './inflate.ts'
import { cutError, InputError } from './input-error.ts'
import { DEFAULT_MAX_DECOMPRESSED, sizeText } from './size.ts'
import type { ConvertOptions } from './types.ts'

/** Large enough that the cost per chunk is negligible, small enough to stay in the CPU cache. */
const CHUNK = 256 << 10
/** Signal handlers run each time that so many bytes were read. */
const TURN = 1 << 20

/** Memory for up to so many bytes of a file that is not compressed. */
export type Room = (bytes: number) => Buffer

/** Limits of reading an input. */
export interface ReadLimits {
  /** Maximum uncompressed bytes of a compressed file; counted, never taken from a header. */
  readonly maxDecompressed?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** The limits that an export's options set for its inputs. */
export const limitsOf = ({
  signal,
  maxDecompressed = DEFAULT_MAX_DECOMPRESSED,
}: ConvertOptions): ReadLimits => ({ signal, maxDecompressed })

/**
 * The uncompressed bytes of a file; a chunk is valid until the next one is requested. `onRead` gets the
 * number of bytes read from the file since its last call. Throws InputError, after yielding everything
 * readable, if the file cannot be read on, its compressed data is damaged or cut off, or it exceeds
 * `maxDecompressed`.
 */
export async function* readChunks(
  path: string,
  onRead?: (bytes: number) => void,
  limits?: ReadLimits,
): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    yield* readOpenFile(file, onRead, limits)
  } finally {
    await file.close()
  }
}

/**
 * The same for an open file, which stays open: it may be read several times. A file that is not compressed is read
 * into `room`, if given.
 */
export async function* readOpenFile(
  file: FileHandle,
  onRead?: (bytes: number) => void,
  { signal, maxDecompressed = Number.POSITIVE_INFINITY }: ReadLimits = {},
  room?: Room,
): AsyncGenerator<Buffer> {
  const magic = Buffer.alloc(4)
  await file.read(magic, 0, 4, 0)
  const read = (size: number): AsyncGenerator<Buffer> => readPlain(file, size, onRead)
  const format = formatOf(magic)
  if (format === null) yield* stoppable(readPlain(file, CHUNK, onRead, room), signal)
  else yield* upTo(maxDecompressed, notAgain(inflate(read, format, signal)))
}

async function* readPlain(
  file: FileHandle,
  size: number,
  onRead?: (bytes: number) => void,
  room: Room = oneBuffer(),
) {
  const { size: there } = await file.stat()
  const atOnce = Math.min(size, Math.max(there, 4096))
  let turnAt = 0
  for (let position = 0; ; ) {
    if (position >= turnAt) {
      await turn()
      turnAt = position + TURN
    }
    const buffer = room(atOnce)
    const bytesRead = readAt(file, buffer, position)
    if (bytesRead === 0) {
      if (position < there) throw shrunk(there, position)
      return
    }
    position += bytesRead
    onRead?.(bytesRead)
    yield buffer.subarray(0, bytesRead)
  }
}

/** The same memory again and again. */
function oneBuffer(): Room {
  let buffer: Buffer | null = null
  return (bytes) => (buffer ??= Buffer.allocUnsafeSlow(bytes))
}

/**
 * Reads on this thread: handing a read to another thread costs as much as the read itself, and fills the
 * cache of another processor.
 */
function readAt(file: FileHandle, buffer: Buffer, position: number): number {
  try {
    return readSync(file.fd, buffer, 0, buffer.length, position)
  } catch (error) {
    // if nothing could be read, the system's own error is more helpful
    if (position === 0) throw error
    const { message } = error as Error
    throw cutError(`reading stopped at byte ${formatCount(position)} (${message})`, null, {
      cause: error,
    })
  }
}

function shrunk(before: number, now: number): InputError {
  const [from, to] = [before, now].map(formatCount)
  return cutError(
    `the file shrank from ${from} to ${to} bytes while it was read`,
    'export again when nothing writes to it',
  )
}

async function* stoppable(chunks: AsyncIterable<Buffer>, signal: AbortSignal | undefined) {
  for await (const chunk of chunks) {
    signal?.throwIfAborted()
    yield chunk
  }
}

/** Throws InputError if what was decompressed is compressed itself, as a server's compressed answer may be. */
async function* notAgain(chunks: AsyncIterable<Buffer>) {
  let isFirst = true
  for await (const chunk of chunks) {
    const inner = isFirst ? formatOf(chunk) : null
    if (inner !== null) {
      throw new InputError(
        `it is compressed twice, and contains ${inner.name} data: decompress it once, and export again`,
      )
    }
    isFirst = false
    yield chunk
  }
}

async function* upTo(limit: number, chunks: AsyncIterable<Buffer>) {
  let left = limit
  for await (const chunk of chunks) {
    if (chunk.length > left) {
      if (left > 0) yield chunk.subarray(0, left)
      throw cutError(
        `it decompresses to more than ${sizeText(limit)}, the limit`,
        'if you trust the file, raise the limit with --max-decompressed (input max-decompressed)',
      )
    }
    left -= chunk.length
    yield chunk
  }
}
