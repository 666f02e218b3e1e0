import { write } from '../host'
import { carve } from '../memory/blocks'
import { copyShort } from '../memory/bytes'

/** Larger buffers, of several files at once, would not stay in the CPU cache until they are written. */
const CAPACITY: u32 = 256 << 10
/** Vectors of 16 bytes are stored whole, even if only some of the bytes count. */
const SLACK: u32 = 16
/** Up to this length, bytes are copied in whole vectors. */
const SHORT: u32 = 512

/** In place of a file number: bytes are only counted. */
export const NOWHERE: i32 = -1

/** A file that is written once, front to back. */
@unmanaged
export class Out {
  private file: i32
  buffer: usize
  /** The address for the next byte, after `reserve`. */
  at: usize
  private flushed: f64

  open(file: i32): void {
    this.file = file
    this.buffer = carve(CAPACITY + SLACK)
    this.at = this.buffer
    this.flushed = 0
  }

  /** The same, reusing the buffer of a finished output. */
  reopen(file: i32, done: Out): void {
    this.file = file
    this.buffer = done.buffer
    this.at = this.buffer
    this.flushed = 0
  }

  /** Bytes so far. */
  get position(): f64 {
    return this.flushed + <f64>(this.at - this.buffer)
  }

  /** Makes room for `length` bytes, at most 256 KiB, at `at`. */
  reserve(length: u32): void {
    if (this.at - this.buffer + length > CAPACITY) this.flush()
  }

  flush(): void {
    const length = <u32>(this.at - this.buffer)
    if (length === 0) return
    if (this.file !== NOWHERE) write(this.file, this.buffer, length)
    this.flushed += <f64>length
    this.at = this.buffer
  }

  @inline
  byte(byte: u8): void {
    this.reserve(1)
    store<u8>(this.at++, byte)
  }

  /** ASCII text of at most 1 KiB. */
  @inline
  text(text: string): void {
    this.reserve(<u32>text.length + SLACK)
    this.at = Out.ascii(this.at, text)
  }

  bytes(from: usize, length: u32): void {
    let left = length
    let next = from
    while (left > 0) {
      const count = min(left, CAPACITY)
      this.reserve(count)
      if (count <= SHORT) copyShort(this.at, next, count)
      else memory.copy(this.at, next, count)
      this.at += count
      next += count
      left -= count
    }
  }
  /** Writes ASCII text at an address, and returns its end; up to 16 more bytes are overwritten. */
  @inline
  static ascii(at: usize, text: string): usize {
    const units = changetype<usize>(text)
    const length = <usize>text.length
    for (let i: usize = 0; i < length; i += 16) {
      const from = units + (i << 1)
      v128.store(at + i, i8x16.narrow_i16x8_u(v128.load(from), v128.load(from, 16)))
    }
    return at + length
  }
}
