import { constants, createDeflateRaw, deflateRawSync } from 'node:zlib'

/** Bytes of output buffer that zlib gets at a time. */
const CHUNK = 128 << 10

/** Compressors that wait for their next block. */
const idle: Compressor[] = []

/**
 * Compresses blocks on another thread, one after the other, so that each inflates on its own. zlib's state of
 * 0.4 MB is kept from block to block: to free and allocate it again costs as much as part of the compression,
 * and what malloc retains of it adds up to tens of megabytes.
 */
export class Compressor {
  private readonly stream = createDeflateRaw({ flush: constants.Z_FULL_FLUSH, chunkSize: CHUNK })
  private pieces: Buffer[] = []
  /** The buffer that holds the stream's last piece of output. */
  private chunk: ArrayBufferLike | null = null

  /** An idle compressor, or a new one. */
  static take(): Compressor {
    return idle.pop() ?? new Compressor()
  }

  private constructor() {
    this.stream.on('data', (piece: Buffer) => this.pieces.push(piece))
  }

  /**
   * Compresses the first `length` bytes of `memory`, which must not be touched until `done` is called. The
   * output is written to the same memory, unless it is longer than that.
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

  /** Copies the output out of the stream's chunks, and frees the chunks that are full. */
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

/** Compresses a block on this thread; the output is valid only until `use` returns. */
export function compressHere(input: Uint8Array, use: (output: Buffer) => void): void {
  // enough for incompressible input: otherwise zlib would have to join a second chunk to the first
  const chunkSize = input.length + CHUNK
  const output = deflateRawSync(input, { finishFlush: constants.Z_FULL_FLUSH, chunkSize })
  use(output)
  free(output.buffer)
}

/**
 * Frees a chunk at once: the garbage collector would let tens of megabytes pile up. Node 20 has no
 * `transfer`, and therefore needs that much more memory.
 */
function free(chunk: ArrayBufferLike | null): void {
  ;(chunk as { transfer?: (length: number) => void } | null)?.transfer?.(0)
}
