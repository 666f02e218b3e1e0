import { closeSync, openSync, writeSync } from 'node:fs'
import { type FlushPoints, GzipBlocks, type GzipEnd } from './gzip-blocks.ts'

/** One write per MiB: smaller writes cost system calls, larger ones memory. */
const BUFFER = 1 << 20
/** Initial buffer size: most files of an export of five thousand small runs need no more. */
const FIRST_BUFFER = 16 << 10
/** From this size on, a separate write is cheaper than a copy. */
const LARGE = 64 << 10

/** A finished file on disk. */
export interface Stored {
  /** Bytes on disk. */
  readonly size: number
  /** Null for an uncompressed file. */
  readonly points: FlushPoints | null
  /** The parts before and after the cut; null without a cut. */
  readonly parts: readonly [StoredPart, StoredPart] | null
}

/** A byte range of a file. */
export interface StoredPart {
  readonly from: number
  readonly to: number
  /** The trailer that makes the range a gzip member; null in an uncompressed file. */
  readonly end: GzipEnd | null
}

/** Writes a file with `write`, and closes it, even if `write` throws. */
export async function writeOutput(
  path: string,
  gzip: boolean,
  write: (out: OutputFile) => void | Promise<void>,
): Promise<Stored> {
  const out = new OutputFile(path, gzip)
  try {
    await write(out)
    await out.close()
    return out.stored
  } catch (error) {
    out.abandon()
    throw error
  }
}

/**
 * A file that is written once, front to back. Bytes are put into `buffer` at `at` after `reserve`, or passed
 * to `write`. With gzip, the file is one ordinary gzip member that can be read from many offsets.
 */
export class OutputFile {
  buffer: Buffer
  at = 0
  private readonly path: string
  private readonly fd: number
  private readonly blocks: GzipBlocks | null
  /** Bytes taken from `buffer` and from `write` so far. */
  private flushed = 0
  private size = 0
  /** Uncompressed bytes before the cut; null without one. */
  private cutAt: number | null = null
  private closed = false

  constructor(path: string, gzip: boolean) {
    this.path = path
    this.fd = openSync(path, 'wx')
    this.buffer = Buffer.allocUnsafeSlow(FIRST_BUFFER)
    this.blocks = gzip ? new GzipBlocks((bytes) => this.append(bytes)) : null
  }

  /** Uncompressed bytes so far. */
  get position(): number {
    return this.flushed + this.at
  }

  /** Valid after `close`. */
  get stored(): Stored {
    return { size: this.size, points: this.blocks?.points ?? null, parts: this.parts }
  }

  /** Ends the first of the two parts in which the file is read; at most once. */
  cut(): void {
    this.flush()
    this.blocks?.cut()
    this.cutAt = this.flushed
  }

  private get parts(): Stored['parts'] {
    const { blocks, size, cutAt } = this
    if (cutAt === null) return null
    if (blocks === null) {
      return [
        { from: 0, to: cutAt, end: null },
        { from: cutAt, to: size, end: null },
      ]
    }
    const { compressed, uncompressed } = blocks.points
    const middle = compressed[uncompressed.indexOf(cutAt)]
    const [before, behind] = blocks.ends as readonly [GzipEnd, GzipEnd]
    return [
      { from: compressed[0], to: middle, end: before },
      { from: middle, to: compressed[compressed.length - 1], end: behind },
    ]
  }

  /** Makes room for that many bytes in `buffer` after `at`. */
  reserve(bytes: number): void {
    if (this.buffer.length - this.at >= bytes) return
    this.flush()
    const wanted = Math.max(bytes, BUFFER)
    if (this.buffer.length < wanted) this.buffer = Buffer.allocUnsafeSlow(wanted)
  }

  text(text: string): void {
    if (text.length >= LARGE) return this.write(Buffer.from(text))
    // a UTF-16 code unit takes at most three bytes of UTF-8
    this.reserve(text.length * 3)
    this.at += this.buffer.write(text, this.at)
  }

  /** Copies or writes all bytes before it returns: the caller may reuse their memory. */
  write(bytes: Uint8Array): void {
    if (bytes.length >= LARGE) {
      this.flush()
      this.take(bytes)
      return
    }
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.at)
    this.at += bytes.length
  }

  /** Waits until the compressing threads have caught up; call it now and then when writing much. */
  async drain(): Promise<void> {
    await this.blocks?.drain()
  }

  async close(): Promise<void> {
    try {
      this.flush()
      await this.blocks?.end()
    } finally {
      this.abandon()
    }
  }

  /** Closes the file, finished or not; of an unfinished one, the contents do not matter any more. */
  abandon(): void {
    if (this.closed) return
    this.closed = true
    this.blocks?.abandon()
    closeSync(this.fd)
  }

  private flush(): void {
    const bytes = this.buffer.subarray(0, this.at)
    this.at = 0
    this.take(bytes)
  }

  private take(bytes: Uint8Array): void {
    if (this.blocks === null) this.append(bytes)
    else this.blocks.write(bytes)
    this.flushed += bytes.length
  }

  private append(bytes: Uint8Array): void {
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.fd, bytes, done)
    } catch (error) {
      // a write error names no file, and the report may be on another disk than the data
      throw Object.assign(error as Error, { path: this.path })
    }
    this.size += bytes.length
  }
}
