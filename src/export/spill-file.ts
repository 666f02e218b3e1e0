import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'

/** Takes what may not fit in memory: attachments, of which a test may log gigabytes before it ends. */
export class SpillFile {
  private readonly path: string
  private fd: number | null = null
  private end = 0

  /** The file is created when it is needed; who made its directory removes it. */
  constructor(path: string) {
    this.path = path
  }

  /** Writes behind what the file has, and returns where. */
  append(bytes: Uint8Array): number {
    this.fd ??= openSync(this.path, 'w+')
    const place = this.end
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.fd, bytes, done, bytes.length - done, place + done)
    }
    this.end += bytes.length
    return place
  }

  /** Fills the bytes from a place on. */
  read(place: number, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const length = readSync(this.fd as number, bytes, done, bytes.length - done, place + done)
      if (length === 0) throw new Error(`${this.path}: the temporary file was cut`)
      done += length
    }
  }

  /** Nothing of it is wanted any more. */
  clear(): void {
    if (this.fd !== null) ftruncateSync(this.fd, 0)
    this.end = 0
  }

  close(): void {
    if (this.fd !== null) closeSync(this.fd)
    this.fd = null
  }
}
