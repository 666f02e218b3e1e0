import { closeSync, openSync, writeSync } from 'node:fs'
import { type FlushPoints, GzipBlocks, type GzipEnd } from './gzip-blocks.ts'

/** One write a MiB: smaller ones cost calls, larger ones memory. */
const BUFFER = 1 << 20
/** What a file begins with: most of five thousand small runs need no more. */
const FIRST_BUFFER = 16 << 10
/** From here on a write of its own costs less than a copy. */
const LARGE = 64 << 10

/** What a finished file looks like on disk. */
export interface Stored {
  /** Bytes. */
  readonly size: number
  /** null for a file that is not compressed. */
  readonly points: FlushPoints | null
  /** What is before its cut, and what is behind; null where it was not cut. */
  readonly parts: readonly [StoredPart, StoredPart] | null
}

/** Bytes of a file, from and to an offset. */
export interface StoredPart {
  readonly from: number
  readonly to: number
  /** What makes a gzip member of them; null in a file that is not compressed. */
  readonly end: GzipEnd | null
}

/** Writes a file by the function, and closes it, whatever becomes of it. */
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
    await out.abandon()
    throw error
  }
}

/**
 * A file that is written once, front to back. Bytes go to `buffer` at `at`, after `reserve`, or come
 * whole by `write`. With gzip the file is one ordinary gzip member, which can be read from many places.
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
  /** Bytes in front of the cut, uncompressed; null without one. */
  private cutAt: number | null = null
  private closed = false

  constructor(path: string, gzip: boolean) {
    this.path = path
    this.fd = openSync(path, 'wx')
    this.buffer = Buffer.allocUnsafeSlow(FIRST_BUFFER)
    this.blocks = gzip ? new GzipBlocks((bytes) => this.append(bytes)) : null
  }

  /** Bytes so far, uncompressed. */
  get position(): number {
    return this.flushed + this.at
  }

  /** What the file is once it is closed. */
  get stored(): Stored {
    return { size: this.size, points: this.blocks?.points ?? null, parts: this.parts }
  }

  /** Says that what was written is read apart from what follows; once. */
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

  /** Makes room for that many bytes in `buffer` behind `at`. */
  reserve(bytes: number): void {
    if (this.buffer.length - this.at >= bytes) return
    this.flush()
    const wanted = Math.max(bytes, BUFFER)
    if (this.buffer.length < wanted) this.buffer = Buffer.allocUnsafeSlow(wanted)
  }

  text(text: string): void {
    if (text.length >= LARGE) return this.write(Buffer.from(text))
    // a UTF-16 unit takes at most three bytes of UTF-8
    this.reserve(text.length * 3)
    this.at += this.buffer.write(text, this.at)
  }

  /** Takes all of the bytes before it returns: they may be another's memory. */
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

  /** Waits until what was written is on its way; a writer of much calls it now and then. */
  async drain(): Promise<void> {
    await this.blocks?.drain()
  }

  async close(): Promise<void> {
    try {
      this.flush()
      await this.blocks?.end()
    } finally {
      this.release()
    }
  }

  /** Closes the file as it is; what became of it no longer matters. */
  async abandon(): Promise<void> {
    this.release()
  }

  private release(): void {
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
      // the system's error names no file, and the report's disk need not be that of the data
      throw Object.assign(error as Error, { path: this.path })
    }
    this.size += bytes.length
  }
}
