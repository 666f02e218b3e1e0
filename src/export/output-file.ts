import { closeSync, openSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { constants, crc32, deflateRaw, deflateRawSync } from 'node:zlib'

const deflate = promisify(deflateRaw)

/** One write a MiB: smaller ones cost calls, larger ones memory. */
const PLAIN_BUFFER = 1 << 20
/** What a file begins with: most of five thousand small runs need no more. */
const FIRST_BUFFER = 16 << 10
/** Distance of the places from which a gzip file can be read: 2 % of its size on log text. */
const GZIP_BLOCK = 256 << 10
/** Blocks that may be under way: enough for every core, and 4 MiB. */
const MAX_PENDING = 16

const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
/** An empty last block: what ends a deflate stream whose blocks all ended with a flush. */
const DEFLATE_END = Buffer.from([3, 0])

/**
 * A file that is written once, front to back. Bytes go to `buffer` at `at`, after `reserve`; with
 * gzip they are compressed on other threads, and the file is one ordinary gzip member.
 */
export class OutputFile {
  buffer: Buffer
  at = 0
  private readonly fd: number
  private readonly gzip: boolean
  /** Bytes taken from `buffer` so far. */
  private flushed = 0
  private crc = 0
  private pending = 0
  private tail: Promise<void> = Promise.resolve()

  constructor(path: string, gzip: boolean) {
    this.gzip = gzip
    this.fd = openSync(path, 'wx')
    this.buffer = Buffer.allocUnsafeSlow(gzip ? GZIP_BLOCK : FIRST_BUFFER)
    if (gzip) writeAll(this.fd, GZIP_HEADER)
  }

  /** Bytes so far, uncompressed. */
  get position(): number {
    return this.flushed + this.at
  }

  /** Makes room for that many bytes in `buffer` behind `at`. */
  reserve(bytes: number): void {
    if (this.buffer.length - this.at >= bytes) return
    this.flush()
    const wanted = Math.max(bytes, this.gzip ? GZIP_BLOCK : PLAIN_BUFFER)
    if (this.buffer.length < wanted) this.buffer = Buffer.allocUnsafeSlow(wanted)
  }

  text(text: string): void {
    // a UTF-16 unit takes at most three bytes of UTF-8
    this.reserve(text.length * 3)
    this.at += this.buffer.write(text, this.at)
  }

  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.at)
    this.at += bytes.length
  }

  /** Waits until what was written is on its way; a writer of much calls it now and then. */
  async drain(): Promise<void> {
    if (this.pending > MAX_PENDING) await this.tail
  }

  async close(): Promise<void> {
    try {
      this.flush()
      await this.tail
      if (this.gzip) {
        const trailer = Buffer.alloc(8)
        trailer.writeUInt32LE(this.crc, 0)
        trailer.writeUInt32LE(this.flushed % 2 ** 32, 4)
        writeAll(this.fd, Buffer.concat([DEFLATE_END, trailer]))
      }
    } finally {
      closeSync(this.fd)
    }
  }

  /** Closes the file as it is; what became of it no longer matters. */
  async abandon(): Promise<void> {
    await this.tail.catch(() => undefined)
    closeSync(this.fd)
  }

  private flush(): void {
    if (this.at === 0) return
    const bytes = this.buffer.subarray(0, this.at)
    this.flushed += this.at
    this.at = 0
    if (!this.gzip) {
      writeAll(this.fd, bytes)
      return
    }
    this.crc = crc32(bytes, this.crc)
    this.buffer = Buffer.allocUnsafeSlow(GZIP_BLOCK)
    this.pending++
    const options = { finishFlush: constants.Z_FULL_FLUSH }
    // a long attachment comes in one go: whoever cannot wait has to help
    const compressed =
      this.pending > MAX_PENDING * 2 ? deflateRawSync(bytes, options) : deflate(bytes, options)
    this.tail = Promise.all([this.tail, compressed]).then(([, block]) => {
      writeAll(this.fd, block)
      this.pending--
    })
    // whoever waits for the tail is told; until then this is no unhandled rejection
    this.tail.catch(() => undefined)
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
}
