/** Reads inputs as bytes, whatever they are compressed with. */

import { type FileHandle, open } from 'node:fs/promises'
import * as zlib from 'node:zlib'

/** Large enough that a call a chunk costs nothing, small enough to stay in the cache. */
const CHUNK = 1 << 20
/** Compressed bytes at a time: at 1 : 1,029, the most that deflate can, they become 16 MiB. */
const COMPRESSED_CHUNK = 16 << 10

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
    const read = (size: number): AsyncGenerator<Buffer> => readPlain(file, size, onRead)
    if (GZIP.every((byte, i) => magic[i] === byte)) {
      yield* inflate(read, () => zlib.createGunzip({ chunkSize: CHUNK }), 'gzip')
    } else if (ZSTD.every((byte, i) => magic[i] === byte)) {
      yield* inflate(read, createZstd, 'zstd')
    } else {
      yield* read(CHUNK)
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
  const { size: there } = await file.stat()
  const buffer = Buffer.allocUnsafeSlow(Math.min(size, Math.max(there, 4096)))
  for (let position = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position)
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
  read: (size: number) => AsyncIterable<Buffer>,
  create: () => zlib.Gunzip,
  format: string,
): AsyncGenerator<Buffer> {
  const inflater = new Inflater(create)
  let fed = 0
  let given = 0
  try {
    for await (const piece of read(COMPRESSED_CHUNK)) {
      for (const chunk of await inflater.write(piece)) {
        given += chunk.length
        yield chunk
      }
      fed += piece.length
    }
    yield* await inflater.end()
  } catch (error) {
    const rest = await salvage(read, create, fed, given)
    if (rest.length > 0) yield rest
    throw damaged(error as Error, format, given + rest.length)
  } finally {
    inflater.close()
  }
}

/**
 * What the piece that failed, `fed` bytes into the file, has before its fault: zlib throws away all
 * of a piece's output, so that piece is fed byte by byte. `given` bytes of output came before it.
 */
async function salvage(
  read: (size: number) => AsyncIterable<Buffer>,
  create: () => zlib.Gunzip,
  fed: number,
  given: number,
): Promise<Buffer> {
  const inflater = new Inflater(create)
  const rest: Buffer[] = []
  let before = 0
  let at = 0
  try {
    for await (const piece of read(COMPRESSED_CHUNK)) {
      const steps = at < fed ? [piece] : Array.from(piece, (byte) => Buffer.of(byte))
      for (const step of steps) {
        for (const chunk of await inflater.write(step)) {
          if (before >= given) rest.push(chunk)
          before += chunk.length
        }
      }
      at += piece.length
    }
  } catch {
    // the fault that is already known
  } finally {
    inflater.close()
  }
  return Buffer.concat(rest)
}

/** A decompressor that is fed by hand; frames may follow each other, and zeros the last one. */
class Inflater {
  private readonly create: () => zlib.Gunzip
  private decoder: zlib.Gunzip
  private ready: Buffer[] = []
  private failure: Error | null = null
  private ended = false
  /** Ends the wait for the decoder, whatever it has come to. */
  private settle: () => void = () => undefined

  constructor(create: () => zlib.Gunzip) {
    this.create = create
    this.decoder = this.open()
  }

  /** What the bytes inflate to; throws where they are damaged. */
  async write(bytes: Buffer): Promise<Buffer[]> {
    if (this.ended) this.reopen(bytes)
    if (this.ended) return []
    const before = this.decoder.bytesWritten
    const output = await this.wait((done) => this.decoder.write(Buffer.from(bytes), done))
    const used = this.decoder.bytesWritten - before
    return this.ended && used < bytes.length
      ? [...output, ...(await this.write(bytes.subarray(used)))]
      : output
  }

  async end(): Promise<Buffer[]> {
    return this.ended ? [] : this.wait((done) => this.decoder.once('end', done).end())
  }

  close(): void {
    this.decoder.destroy()
  }

  private open(): zlib.Gunzip {
    const decoder = this.create()
    decoder.on('data', (chunk: Buffer) => this.ready.push(chunk))
    decoder.on('end', () => {
      this.ended = true
      this.settle()
    })
    decoder.on('error', (error: Error) => {
      this.failure = error
      this.settle()
    })
    return decoder
  }

  /** Another frame behind the last one; zeros are padding. */
  private reopen(bytes: Buffer): void {
    if (bytes.every((byte) => byte === 0)) return
    this.decoder.destroy()
    this.ended = false
    this.decoder = this.open()
  }

  private async wait(start: (done: () => void) => void): Promise<Buffer[]> {
    await new Promise<void>((resolve) => {
      this.settle = resolve
      start(resolve)
    })
    const { ready, failure } = this
    this.ready = []
    if (failure !== null) throw failure
    return ready
  }
}

function damaged(cause: Error, format: string, given: number): InputError {
  const cut = (cause as NodeJS.ErrnoException).code === 'Z_BUF_ERROR'
  const what = cut ? `the ${format} data is cut off` : `the ${format} data is damaged (${cause.message})`
  const saved = given > 0 ? 'what could be read before is exported' : 'nothing of it could be read'
  return new InputError(`${what}; ${saved}`, { cause })
}
