import { crc32 } from 'node:zlib'
import { DEFLATE_END } from '../format/details-index.ts'
import { Compressor, compressHere } from './compressor.ts'

/**
 * Uncompressed bytes of a block. Each block inflates on its own, so a file can be read from each block's
 * start; at this size that costs 2 % of the file size on log text.
 */
export const GZIP_BLOCK = 256 << 10
/** `drain` waits for this many pending blocks or fewer: Node has four threads, for all files of a run. */
const ENOUGH_PENDING = 2
/**
 * At this many pending blocks, a writer that cannot wait compresses them itself, although threads have begun
 * them. A chunk of input makes a block or two.
 */
const MAX_PENDING = 8

/** The header of a gzip member. */
export const GZIP_HEADER: Uint8Array = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])

/**
 * Where a gzip member can be read from: its bytes from `compressed[k]` to `compressed[k + 1]` inflate on
 * their own to the bytes from `uncompressed[k]` to `uncompressed[k + 1]`.
 */
export interface FlushPoints {
  readonly compressed: readonly number[]
  readonly uncompressed: readonly number[]
}

/** The trailer of a gzip member: CRC-32 and length in bytes of the uncompressed data. */
export interface GzipEnd {
  readonly crc: number
  readonly size: number
}

/** An empty final deflate block, followed by the member's trailer. */
export function gzipEnd({ crc, size }: GzipEnd): Uint8Array {
  const end = Buffer.from([...DEFLATE_END, 0, 0, 0, 0, 0, 0, 0, 0])
  end.writeUInt32LE(crc, 2)
  end.writeUInt32LE(size % 2 ** 32, 6)
  return end
}

interface Block {
  /** The input; replaced by the output once that exists, if it is no longer. */
  readonly memory: Buffer
  /** Bytes of input. */
  readonly length: number
  output: Buffer | null
  /** The writing thread compressed this block, because its worker thread was late. */
  overtaken: boolean
}

/** Writes one gzip member, whose blocks are compressed on other threads; `put` gets its bytes in order. */
export class GzipBlocks {
  private readonly put: (bytes: Uint8Array) => void
  private readonly compressed: number[] = []
  private readonly uncompressed: number[] = []
  /**
   * Pending blocks in the file's order; all but the first may be compressed already. A thread's result for a
   * block that is no longer queued is discarded.
   */
  private readonly queue: Block[] = []
  private readonly spare: Buffer[] = []
  private memory: Buffer = Buffer.alloc(0)
  private filled = 0
  private crc = 0
  /** The data before the cut, and the CRC-32 of the data after it. */
  private before: GzipEnd | null = null
  private crcBehind = 0
  /** Bytes given to `put`, and the input bytes of the blocks among them. */
  private bytesOut = 0
  private bytesIn = 0
  /** Input bytes of all sealed blocks, including pending ones. */
  private sealed = 0
  /** All pending blocks were overtaken, and no thread has answered since. */
  private alone = false
  private failure: { readonly error: unknown } | null = null
  private readonly waiting: (() => void)[] = []

  constructor(put: (bytes: Uint8Array) => void) {
    this.put = put
    this.emit(GZIP_HEADER)
  }

  get points(): FlushPoints {
    return { compressed: this.compressed, uncompressed: this.uncompressed }
  }

  /** Ends a block here, so that the blocks before and after can make a member each; at most once. */
  cut(): void {
    if (this.filled > 0) this.seal()
    this.before = { crc: this.crc, size: this.sealed }
  }

  /** Trailers of the two members that the cut makes of this one, valid after `end`; null without a cut. */
  get ends(): readonly [GzipEnd, GzipEnd] | null {
    const { before, crcBehind, bytesIn } = this
    return before === null ? null : [before, { crc: crcBehind, size: bytesIn - before.size }]
  }

  /** Copies the bytes; a block ends when it is full, wherever that is. */
  write(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      if (this.filled === 0) this.memory = this.spare.pop() ?? Buffer.allocUnsafeSlow(GZIP_BLOCK)
      const part = bytes.subarray(from, from + GZIP_BLOCK - this.filled)
      this.memory.set(part, this.filled)
      this.filled += part.length
      from += part.length
      if (this.filled === GZIP_BLOCK) this.seal()
    }
  }

  /** Waits until threads are free for the next blocks. */
  async drain(): Promise<void> {
    await this.until(ENOUGH_PENDING)
  }

  async end(): Promise<void> {
    if (this.filled > 0) this.seal()
    await this.until(0)
    this.mark()
    this.emit(gzipEnd({ crc: this.crc, size: this.bytesIn }))
  }

  /** Discards all pending blocks: `put` is not called again. */
  abandon(): void {
    this.queue.length = 0
  }

  private seal(): void {
    if (this.failure !== null) throw this.failure.error
    const { memory, filled: length } = this
    const input = memory.subarray(0, length)
    this.filled = 0
    this.crc = crc32(input, this.crc)
    this.crcBehind = this.before === null ? 0 : crc32(input, this.crcBehind)
    this.sealed += length
    if (this.queue.length >= MAX_PENDING) this.overtake()
    if (this.alone) {
      this.emitHere(input)
      this.spare.push(memory)
      return
    }
    const block: Block = { memory, length, output: null, overtaken: false }
    this.queue.push(block)
    Compressor.take().compress(memory, length, (error, output) => this.arrived(block, error, output))
  }

  /**
   * A writer that never waits never sees a thread's answer. To bound memory, the pending blocks are
   * compressed again on this thread, and so are the following ones until a thread answers.
   */
  private overtake(): void {
    this.alone = true
    for (const block of this.queue.splice(0)) {
      if (block.output === null) {
        block.overtaken = true
        this.emitHere(block.memory.subarray(0, block.length))
      } else {
        this.emitBlock(block.length, block.output)
        this.spare.push(block.memory)
      }
    }
  }

  private arrived(block: Block, error: Error | null, output: Buffer): void {
    this.alone = false
    if (block.overtaken) this.spare.push(block.memory)
    else this.take(block, error, output)
    for (const wake of this.waiting.splice(0)) wake()
  }

  private take(block: Block, error: Error | null, output: Buffer): void {
    block.output = output
    try {
      if (error !== null) throw error
      this.emitReady()
    } catch (fault) {
      this.failure ??= { error: fault }
    }
  }

  private emitReady(): void {
    for (let first = this.queue[0]; first?.output; first = this.queue[0]) {
      this.queue.shift()
      this.emitBlock(first.length, first.output)
      this.spare.push(first.memory)
    }
  }

  private async until(pending: number): Promise<void> {
    while (this.queue.length > pending && this.failure === null) {
      await new Promise<void>((resolve) => this.waiting.push(resolve))
    }
    if (this.failure !== null) throw this.failure.error
  }

  private emitHere(input: Uint8Array): void {
    compressHere(input, (output) => this.emitBlock(input.length, output))
  }

  /** `length`: bytes of the block's input. */
  private emitBlock(length: number, output: Uint8Array): void {
    this.mark()
    this.emit(output)
    this.bytesIn += length
  }

  private mark(): void {
    this.compressed.push(this.bytesOut)
    this.uncompressed.push(this.bytesIn)
  }

  private emit(bytes: Uint8Array): void {
    this.put(bytes)
    this.bytesOut += bytes.length
  }
}
