import { allocate, release } from './blocks'
import { find } from './bytes'

/** A text that is kept until it is set again. */
@unmanaged
export class Text {
  bytes: usize
  length: u32
  private room: u32

  forget(): void {
    this.bytes = 0
    this.length = 0
    this.room = 0
  }

  set(bytes: usize, length: u32): void {
    if (length > this.room || this.bytes === 0) {
      if (this.bytes !== 0) release(this.bytes, this.room)
      this.room = max(length, 64)
      this.bytes = allocate(this.room)
    }
    memory.copy(this.bytes, bytes, length)
    this.length = length
  }

  /** Sets ASCII text. */
  setAscii(text: string): void {
    this.set(0, 0)
    const length = <u32>text.length
    if (length > this.room) {
      release(this.bytes, this.room)
      this.room = length
      this.bytes = allocate(length)
    }
    this.length = writeAscii(this.bytes, text)
  }
}

/** Writes ASCII text at an address, and returns its length. */
export function writeAscii(to: usize, text: string): u32 {
  for (let i = 0; i < text.length; i++) store<u8>(to + i, <u8>text.charCodeAt(i))
  return <u32>text.length
}

/** Whether the bytes begin with this ASCII text. */
export function startsWith(bytes: usize, length: u32, text: string): bool {
  if (length < <u32>text.length) return false
  for (let i = 0; i < text.length; i++) if (<i32>load<u8>(bytes + i) !== text.charCodeAt(i)) return false
  return true
}

/** Whether the bytes are this ASCII text. */
export function equals(bytes: usize, length: u32, text: string): bool {
  return length === <u32>text.length && startsWith(bytes, length, text)
}

/** Whether the bytes contain this ASCII text. */
export function contains(bytes: usize, end: usize, text: string): bool {
  const first = <u8>text.charCodeAt(0)
  for (let at = find(first, bytes, end); at < end; at = find(first, at + 1, end)) {
    if (startsWith(at, <u32>(end - at), text)) return true
  }
  return false
}
