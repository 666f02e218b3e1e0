/** Decompresses input, as far as it is readable. */

import * as zlib from 'node:zlib'
import { cutError, InputError } from './input-error.ts'
import { ZstdEnd } from './zstd-end.ts'

/**
 * Bytes of an output chunk. The consumer sets the pace, so a decompression bomb cannot fill memory. Each frame of zstd
 * gets a new decoder: with 1 MiB for its chunks, 50,000 empty frames took 4.5 s of CPU instead of 2.9 s.
 */
const CHUNK = 256 << 10
/** Compressed bytes per piece; a piece that contains a fault is read again byte by byte. */
const COMPRESSED_CHUNK = 16 << 10

interface Format {
  readonly name: string
  readonly create: () => zlib.Gunzip
  /** Notices that the data is cut off where the decompressor may not. */
  readonly watch?: () => ZstdEnd
}

interface KnownFormat extends Format {
  /** The file's first bytes. */
  readonly magic: readonly number[]
}

const FORMATS: readonly KnownFormat[] = [
  { name: 'gzip', magic: [0x1f, 0x8b], create: () => zlib.createGunzip({ chunkSize: CHUNK }) },
  zstd([0x28, 0xb5, 0x2f, 0xfd]),
  // a frame to skip, such as pzstd writes before each of its frames
  ...Array.from({ length: 16 }, (_, n) => zstd([0x50 + n, 0x2a, 0x4d, 0x18])),
  unreadable('xz', [0xfd, 0x37, 0x7a, 0x58]),
  unreadable('bzip2', [0x42, 0x5a, 0x68]),
  unreadable('zip', [0x50, 0x4b, 0x03, 0x04]),
]

/** The format of a file with these first bytes; null if it is not compressed. */
export const formatOf = (head: Buffer): Format | null =>
  FORMATS.find(({ magic }) => magic.every((byte, i) => head[i] === byte)) ?? null

function zstd(magic: readonly number[]): KnownFormat {
  return { name: 'zstd', magic, create: createZstd, watch: () => new ZstdEnd() }
}

function createZstd(): zlib.Gunzip {
  // exists since Node 22.15; the types are those of the oldest Node that we support
  const create = (zlib as { createZstdDecompress?: (options: object) => zlib.Gunzip }).createZstdDecompress
  if (create === undefined) {
    throw new InputError(
      `it is compressed with zstd, which Node ${process.versions.node} cannot read: use Node 22.15 or later, or decompress it first`,
    )
  }
  return create({ chunkSize: CHUNK })
}

/** Node has no decompressor for it. */
function unreadable(name: string, magic: readonly number[]): KnownFormat {
  const create = (): never => {
    throw new InputError(
      `it is compressed with ${name}, which cannot be read: decompress it first, or use gzip or zstd instead`,
    )
  }
  return { name, magic, create }
}

type Read = (size: number) => AsyncIterable<Buffer>

/**
 * Inflates a file chunk by chunk; throws InputError if the data is damaged or cut off. The decompressor is
 * fed by hand, because the iterator of a piped stream discards what was inflated before a fault. `read` reads
 * the file from its start, and may be called several times.
 */
export async function* inflate(
  read: Read,
  format: Format,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const inflater = new Inflater(format.create, signal)
  const watch = format.watch?.()
  let fed = 0
  let given = 0
  try {
    for await (const piece of read(COMPRESSED_CHUNK)) {
      watch?.push(piece)
      for await (const chunk of inflater.write(piece)) {
        given += chunk.length
        yield chunk
      }
      fed += piece.length
    }
    for await (const chunk of inflater.end()) {
      given += chunk.length
      yield chunk
    }
  } catch (error) {
    const { failure } = inflater
    if (failure === null || error !== failure) throw error
    const cut = isCut(failure)
    // if the data is only cut off, everything has been output already
    if (!cut) {
      for await (const chunk of salvage(read, format, fed, given, signal)) {
        given += chunk.length
        yield chunk
      }
    }
    throw damaged(failure, format.name, cut, given)
  } finally {
    inflater.close()
  }
  if (watch?.isCut) throw damaged(undefined, format.name, true, given)
}

/**
 * The output of the failing piece, `fed` bytes into the file, up to its fault. zlib discards the output of
 * the call that fails, so this piece is fed byte by byte; the first `given` bytes were output before.
 */
async function* salvage(
  read: Read,
  format: Format,
  fed: number,
  given: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const inflater = new Inflater(format.create, signal)
  let skip = given
  let at = 0
  try {
    for await (const piece of read(COMPRESSED_CHUNK)) {
      const steps = at < fed ? [piece] : Array.from(piece, (byte) => Buffer.of(byte))
      for (const step of steps) {
        for await (const chunk of inflater.write(step)) {
          if (chunk.length > skip) yield chunk.subarray(skip)
          skip = Math.max(0, skip - chunk.length)
        }
      }
      at += piece.length
    }
  } catch (error) {
    // the same fault again ends the salvage
    if (error !== inflater.failure) throw error
  } finally {
    inflater.close()
  }
}

/** A decompressor that is fed by hand; frames may follow each other, and zeros may follow the last one. */
class Inflater {
  /** The error of the decompressor, if it failed. */
  failure: Error | null = null
  private readonly create: () => zlib.Gunzip
  private readonly signal: AbortSignal | undefined
  /** Null between two frames. */
  private decoder: zlib.Gunzip | null
  private wake: () => void = () => undefined

  constructor(create: () => zlib.Gunzip, signal: AbortSignal | undefined) {
    this.create = create
    this.signal = signal
    this.decoder = this.open()
  }

  /** Yields what the bytes inflate to; throws `failure` if they are damaged. */
  async *write(bytes: Buffer): AsyncGenerator<Buffer> {
    // a copy, since the next piece is read into the same memory
    for (let rest = Buffer.from(bytes); rest.length > 0; ) {
      if (this.decoder === null && rest.every((byte) => byte === 0)) return
      const decoder = (this.decoder ??= this.open())
      const before = decoder.bytesWritten
      yield* this.taken(decoder, (done) => decoder.write(rest, done))
      rest = rest.subarray(decoder.bytesWritten - before)
      // bytes that it did not take belong to the next frame
      if (rest.length > 0) this.close()
    }
  }

  /** Yields the remaining output; throws `failure` if the data is cut off. */
  async *end(): AsyncGenerator<Buffer> {
    const { decoder } = this
    if (decoder !== null) yield* this.taken(decoder, (done) => decoder.once('end', done).end())
  }

  close(): void {
    this.decoder?.destroy()
    this.decoder = null
  }

  private open(): zlib.Gunzip {
    const decoder = this.create()
    decoder.on('readable', () => this.wake())
    decoder.on('error', (error: Error) => {
      this.failure = error
      this.wake()
    })
    return decoder
  }

  /** Yields the output until `done`, unless stopped, though there may be no output for long; the decompressor pauses while the consumer does not ask for more. */
  private async *taken(decoder: zlib.Gunzip, start: (done: () => void) => void): AsyncGenerator<Buffer> {
    let done = false
    start(() => {
      done = true
      this.wake()
    })
    for (;;) {
      this.signal?.throwIfAborted()
      const chunk = decoder.read() as Buffer | null
      if (chunk !== null) yield chunk
      else if (this.failure !== null) throw this.failure
      else if (done) return
      else await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }
}

/** The window's size is in the header, and Node reads none beyond zstd's usual limit. */
const isTooWide = (failure: NodeJS.ErrnoException | undefined): boolean =>
  failure?.code === 'ZSTD_error_frameParameter_windowTooLarge'

const isCut = (failure: NodeJS.ErrnoException): boolean => failure.code === 'Z_BUF_ERROR'

function damaged(cause: Error | undefined, format: string, cut: boolean, given: number): InputError {
  const what = isTooWide(cause)
    ? `the ${format} data has a window of more than 128 MiB (zstd --long, above 27), which is not read: compress it anew`
    : cut
      ? `the ${format} data is cut off`
      : `the ${format} data is damaged (${cause?.message})`
  return given > 0
    ? cutError(what, null, { cause })
    : new InputError(`${what}; nothing of it could be read`, { cause })
}
