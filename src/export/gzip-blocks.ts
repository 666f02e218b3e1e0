import { crc32 } from 'node:zlib'
import { DEFLATE_END } from '../format/details-index.ts'
import { Compressor, compressHere } from './compressor.ts'

/** Bytes of a block, which inflates on its own: so many places to read from cost 2 % of the size on log text. */
export const GZIP_BLOCK = 256 << 10
/** Blocks on other threads down to which a writer waits who can: Node has four threads, for three files of a run. */
const ENOUGH_PENDING = 2
/**
 * Blocks beyond which one who cannot wait has to help: of a MiB that was inflated come four or five, of what is
 * read half as many, and to help is to compress twice what the threads are at.
 */
const MAX_PENDING = 8

/** Bytes in front of a member's blocks. */
export const GZIP_HEADER: Uint8Array = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])

/**
 * Where a gzip member can be read from: its bytes from `compressed[k]` to `compressed[k + 1]` inflate,
 * on their own, to the bytes from `uncompressed[k]` to `uncompressed[k + 1]`.
 */
export interface FlushPoints {
  readonly compressed: readonly number[]
  readonly uncompressed: readonly number[]
}

/** What stands behind a member's blocks: of what it inflates to, the CRC-32 and the length in bytes. */
export interface GzipEnd {
  readonly crc: number
  readonly size: number
}

/** An empty last deflate block, and the end of the member. */
export function gzipEnd({ crc, size }: GzipEnd): Uint8Array {
  const end = Buffer.from([...DEFLATE_END, 0, 0, 0, 0, 0, 0, 0, 0])
  end.writeUInt32LE(crc, 2)
  end.writeUInt32LE(size % 2 ** 32, 6)
  return end
}

interface Block {
  /** Its input; once it is compressed and no longer than that, its output. */
  readonly memory: Buffer
  /** Bytes of input. */
  readonly length: number
  output: Buffer | null
  /** Compressed here, for its thread's answer was late. */
  overtaken: boolean
}

/** One gzip member, compressed in blocks on other threads; `put` is given its bytes in order. */
export class GzipBlocks {
  private readonly put: (bytes: Uint8Array) => void
  private readonly compressed: number[] = []
  private readonly uncompressed: number[] = []
  /**
   * In the order of the file; those behind the first may be compressed already. What a thread makes of
   * a block that is no longer in here is not wanted.
   */
  private readonly queue: Block[] = []
  private readonly spare: Buffer[] = []
  private memory: Buffer = Buffer.alloc(0)
  private filled = 0
  private crc = 0
  /** What was given before the cut, and the CRC-32 of what came behind it. */
  private before: GzipEnd | null = null
  private crcBehind = 0
  /** Bytes given to `put`, and the bytes that its blocks are made of. */
  private bytesOut = 0
  private bytesIn = 0
  /** Bytes sealed, of which the last may be under way. */
  private sealed = 0
  /** All threads were overtaken, and none has answered since. */
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

  /** Ends a block here, so that the blocks before and behind make a member each; once. */
  cut(): void {
    if (this.filled > 0) this.seal()
    this.before = { crc: this.crc, size: this.sealed }
  }

  /** Of the members that the cut makes of this one, once it is finished; null where it was not cut. */
  get ends(): readonly [GzipEnd, GzipEnd] | null {
    const { before, crcBehind, bytesIn } = this
    return before === null ? null : [before, { crc: crcBehind, size: bytesIn - before.size }]
  }

  /** Copies the bytes; a block ends where it is full, wherever that is. */
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

  /** Waits until the next blocks find a thread. */
  async drain(): Promise<void> {
    await this.until(ENOUGH_PENDING)
  }

  async end(): Promise<void> {
    if (this.filled > 0) this.seal()
    await this.until(0)
    this.mark()
    this.emit(gzipEnd({ crc: this.crc, size: this.bytesIn }))
  }

  /** Nothing is put any more. */
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
   * Who writes on and on without waiting sees no thread's answer: the blocks under way are compressed
   * here once more, and the next ones here alone until an answer comes. So memory stays bounded.
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

  /** `length`: bytes that it was made of. */
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
