import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'

/** One write per MiB: a single append is often a hundredth of that. */
const BUFFER = 1 << 20

/** A temporary file for what may not fit in memory: a test may log gigabytes before it ends. */
export class SpillFile {
  private readonly path: string
  private fd: number | null = null
  /** Bytes written to the file; `buffer` holds the `filled` bytes that follow them. */
  private end = 0
  private buffer = Buffer.alloc(0)
  private filled = 0

  /** The file is created on the first write; whoever made its directory removes it. */
  constructor(path: string) {
    this.path = path
  }

  /** Appends bytes, and returns their offset. */
  append(bytes: Uint8Array): number {
    const place = this.end + this.filled
    if (this.filled + bytes.length > BUFFER) this.flush()
    if (bytes.length > BUFFER) {
      this.write(bytes)
      return place
    }
    this.makeRoom(this.filled + bytes.length)
    this.buffer.set(bytes, this.filled)
    this.filled += bytes.length
    return place
  }

  /** Fills `bytes` with the file's contents from offset `place` on. */
  read(place: number, bytes: Uint8Array): void {
    let done = 0
    for (const inFile = Math.min(bytes.length, this.end - place); done < inFile; ) {
      const length = readSync(this.fd as number, bytes, done, inFile - done, place + done)
      if (length === 0) throw new Error(`${this.path}: the temporary file was cut`)
      done += length
    }
    if (done === bytes.length) return
    bytes.set(this.buffer.subarray(place + done - this.end, place + bytes.length - this.end), done)
  }

  /** Discards all contents. */
  clear(): void {
    if (this.fd !== null) ftruncateSync(this.fd, 0)
    this.end = 0
    this.filled = 0
  }

  close(): void {
    if (this.fd !== null) closeSync(this.fd)
    this.fd = null
  }

  /** Grows the buffer to twice the requested size: most runs append little, so it starts empty. */
  private makeRoom(bytes: number): void {
    if (bytes <= this.buffer.length) return
    const larger = Buffer.allocUnsafeSlow(Math.min(BUFFER, bytes * 2))
    this.buffer.copy(larger, 0, 0, this.filled)
    this.buffer = larger
  }

  private flush(): void {
    this.write(this.buffer.subarray(0, this.filled))
    this.filled = 0
  }

  private write(bytes: Uint8Array): void {
    this.fd ??= openSync(this.path, 'w+')
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.fd, bytes, done, bytes.length - done, this.end + done)
    }
    this.end += bytes.length
  }
}
