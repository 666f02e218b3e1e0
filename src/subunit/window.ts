import { NO_BYTES } from './packet.ts'

/** Bytes before `start` that stay readable: a UTF-8 character has at most three before its last. */
const HISTORY = 3

/**
 * The bytes of a stream that are not decoded yet, in one piece: `bytes` from `start` to `end`.
 * Appending costs amortised the appended bytes, whatever their number, so that a packet of 4 MiB
 * that arrives byte by byte is not copied four million times.
 */
export class Window {
  bytes: Buffer = NO_BYTES
  start = 0
  end = 0
  /** Bytes from the stream's start to `bytes[0]`. */
  private base = 0

  offsetOf(position: number): number {
    return this.base + position
  }

  append(chunk: Uint8Array): void {
    if (this.end + chunk.length > this.bytes.length) this.makeRoom(chunk.length)
    this.bytes.set(chunk, this.end)
    this.end += chunk.length
  }

  private makeRoom(length: number): void {
    const from = Math.max(0, this.start - HISTORY)
    const needed = this.end - from + length
    // room for as much again: each byte is then moved at most once on average
    const target = needed * 2 > this.bytes.length ? Buffer.allocUnsafeSlow(needed * 2) : this.bytes
    this.bytes.copy(target, 0, from, this.end)
    this.bytes = target
    this.base += from
    this.start -= from
    this.end -= from
  }
}
