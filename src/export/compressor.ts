import { constants, createDeflateRaw, deflateRawSync } from 'node:zlib'

/** Bytes that zlib is given room for at a time. */
const CHUNK = 128 << 10

/** Those that are not at work. */
const idle: Compressor[] = []

/**
 * Compresses blocks on another thread, one after the other, each so that it inflates on its own. zlib's
 * memory, 0.4 MB, stays from block to block: given back and touched anew, it costs as much as a part of
 * the compression, and what malloc keeps of it adds up to tens of megabytes.
 */
export class Compressor {
  private readonly stream = createDeflateRaw({ flush: constants.Z_FULL_FLUSH, chunkSize: CHUNK })
  private pieces: Buffer[] = []
  /** Where the stream has put its last piece. */
  private chunk: ArrayBufferLike | null = null

  /** One that is not at work. */
  static take(): Compressor {
    return idle.pop() ?? new Compressor()
  }

  private constructor() {
    this.stream.on('data', (piece: Buffer) => this.pieces.push(piece))
  }

  /**
   * Compresses the first `length` bytes of `memory`, which is its own until it calls back. The output is in
   * the same memory, unless it is longer.
   */
  compress(memory: Buffer, length: number, done: (error: Error | null, output: Buffer) => void): void {
    const { stream } = this
    const fail = (error: Error): void => done(error, memory)
    stream.once('error', fail)
    stream.write(memory.subarray(0, length), () => {
      if (stream.errored !== null) return
      stream.off('error', fail)
      stream.reset()
      const output = this.takeOutput(memory)
      idle.push(this)
      done(null, output)
    })
  }

  /** Copies what came out of the stream's chunks, and frees those that are full. */
  private takeOutput(memory: Buffer): Buffer {
    const length = this.pieces.reduce((sum, piece) => sum + piece.length, 0)
    const output = length <= memory.length ? memory.subarray(0, length) : Buffer.allocUnsafeSlow(length)
    let at = 0
    for (const piece of this.pieces.splice(0)) {
      at += piece.copy(output, at)
      if (piece.buffer !== this.chunk) free(this.chunk)
      this.chunk = piece.buffer
    }
    return output
  }
}

/** Compresses a block on this thread; the output is the function's until it returns. */
export function compressHere(input: Uint8Array, use: (output: Buffer) => void): void {
  // room for a block that does not become shorter: a second chunk would have to be joined to the first
  const chunkSize = input.length + CHUNK
  const output = deflateRawSync(input, { finishFlush: constants.Z_FULL_FLUSH, chunkSize })
  use(output)
  free(output.buffer)
}

/** At once: the collector would leave tens of megabytes lying. Node 20 cannot, and takes so much more. */
function free(chunk: ArrayBufferLike | null): void {
  ;(chunk as { transfer?: (length: number) => void } | null)?.transfer?.(0)
}
