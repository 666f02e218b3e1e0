/** Reads inputs as bytes, whatever they are compressed with. */

import { type FileHandle, open } from 'node:fs/promises'
import * as zlib from 'node:zlib'

/** Large enough that a call a chunk costs nothing, small enough to stay in the cache. */
const CHUNK = 1 << 20
/** Compressed bytes at a time: at 1 : 1,029, the most that deflate can, they become 64 MiB. */
const COMPRESSED_CHUNK = 64 << 10

const GZIP = [0x1f, 0x8b]
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd]

/** An input that cannot be read any further; what was read before it is good. */
export class InputError extends Error {
  override name = 'InputError'
}

/**
 * The (uncompressed) bytes of a file, chunk by chunk; a chunk is valid until the next is asked for.
 * `onRead` is told the bytes read from the file. Throws InputError where the compressed data is
 * damaged or cut off, after all that could be read.
 */
export async function* readChunks(path: string, onRead?: (bytes: number) => void): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    const magic = Buffer.alloc(4)
    await file.read(magic, 0, 4, 0)
    if (GZIP.every((byte, i) => magic[i] === byte)) {
      yield* inflate(
        readPlain(file, COMPRESSED_CHUNK, onRead),
        zlib.createGunzip({ chunkSize: CHUNK }),
        'gzip',
      )
    } else if (ZSTD.every((byte, i) => magic[i] === byte)) {
      yield* inflate(readPlain(file, COMPRESSED_CHUNK, onRead), createZstd(), 'zstd')
    } else {
      yield* readPlain(file, CHUNK, onRead)
    }
  } finally {
    await file.close()
  }
}

async function* readPlain(
  file: FileHandle,
  size: number,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(size)
  for (let position = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, size, position)
    if (bytesRead === 0) return
    position += bytesRead
    onRead?.(bytesRead)
    yield buffer.subarray(0, bytesRead)
  }
}

function createZstd(): zlib.Gunzip {
  // since Node 22.15; the types of the oldest Node that we run on do not know it
  const create = (zlib as { createZstdDecompress?: (options: object) => zlib.Gunzip }).createZstdDecompress
  if (create === undefined) {
    throw new InputError(
      `it is compressed with zstd, which Node ${process.versions.node} cannot read: use Node 22.15 or later, or decompress it first`,
    )
  }
  return create({ chunkSize: CHUNK })
}

/**
 * By hand rather than by `pipe`: when the data turns out to be damaged, the streams' own iterator
 * throws away what was inflated before.
 */
async function* inflate(
  source: AsyncIterable<Buffer>,
  decoder: zlib.Gunzip,
  format: string,
): AsyncGenerator<Buffer> {
  let ready: Buffer[] = []
  let failure: Error | null = null
  decoder.on('data', (chunk: Buffer) => ready.push(chunk))
  decoder.on('error', (error: Error) => {
    failure = error
  })
  const settled = (start: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      decoder.once('error', resolve)
      start(() => {
        decoder.off('error', resolve)
        resolve()
      })
    })
  try {
    for await (const chunk of source) {
      await settled((done) => decoder.write(Buffer.from(chunk), done))
      yield* ready
      ready = []
      if (failure !== null) break
    }
    if (failure === null) await settled((done) => decoder.once('end', done).end())
    yield* ready
  } finally {
    decoder.destroy()
  }
  if (failure !== null) throw damaged(failure, format)
}

function damaged(cause: Error, format: string): InputError {
  const cut = (cause as NodeJS.ErrnoException).code === 'Z_BUF_ERROR'
  const what = cut ? `the ${format} data is cut off` : `the ${format} data is damaged (${cause.message})`
  return new InputError(`${what}; what could be read before is exported`, { cause })
}
