/**
 * Bytes addressed as one sequence, but kept in the blocks they arrived in. Copying 50 MB into one block,
 * whose memory is new to the process, can take as long as inflating them.
 */

import { Numbers } from './numbers.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export class BlockText {
  length = 0
  private readonly blocks: Uint8Array[] = []
  /** Block → offset of its first byte. */
  private readonly starts = new Numbers()
  /** The block read last, which the next read usually needs too, and its range of offsets. */
  private block: Uint8Array = new Uint8Array(0)
  private from = 0
  private to = 0

  push(block: Uint8Array): void {
    if (block.length === 0) return
    this.blocks.push(block)
    this.starts.push(this.length)
    this.length += block.length
  }

  at(index: number): number {
    if (index < this.from || index >= this.to) this.seek(index)
    return this.block[index - this.from]
  }

  /** The range must have arrived. The result is a copy if the range spans several blocks. */
  subarray(from: number, to: number): Uint8Array<ArrayBuffer> {
    this.seek(from)
    if (to <= this.to) return this.rest(from, to)
    const whole = new Uint8Array(to - from)
    for (let at = from; at < to; at = this.to) {
      this.seek(at)
      whole.set(this.rest(at, to), at - from)
    }
    return whole
  }

  /** The text of a range of UTF-8. */
  text(from: number, to: number): string {
    return decoder.decode(this.subarray(from, to))
  }

  /** Offset of the byte's last occurrence in the range; −1 if there is none. */
  lastIndexOf(byte: number, from: number, to: number): number {
    for (let end = to; end > from; end = this.from) {
      this.seek(end - 1)
      const first = Math.max(from, this.from)
      const found = this.rest(first, end).lastIndexOf(byte)
      if (found >= 0) return first + found
    }
    return -1
  }

  /** The part of the range that is in the current block. */
  private rest(from: number, to: number): Uint8Array<ArrayBuffer> {
    return this.block.subarray(from - this.from, to - this.from) as Uint8Array<ArrayBuffer>
  }

  private seek(index: number): void {
    const found = this.starts.lastAtMost(index)
    if (found < 0) return
    this.block = this.blocks[found]
    this.from = this.starts.at[found]
    this.to = this.from + this.block.length
  }
}
