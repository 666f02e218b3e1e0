import { carve } from '../memory/blocks'
import { Out } from './out'

/** Bytes per chunk: a run of few tests needs one chunk per column. */
const CHUNK: u32 = 32 << 10
const LONGEST_VARINT: u32 = 10

/** Header of a chunk: the address of the next chunk, and of the end of its own bytes. */
const HEAD: usize = 8

/** Varints (seven bits per byte), kept in memory because the file's header states each column's length. */
@unmanaged
export class Column {
  private first: usize
  private chunk: usize
  private at: usize
  private end: usize
  /** Bytes in the chunks before the last one. */
  private before: u64

  open(): void {
    this.before = 0
    this.first = newChunk()
    this.begin(this.first)
  }

  get bytes(): u64 {
    return this.before + <u64>(this.at - this.chunk - HEAD)
  }

  varint(value: u64): void {
    if (this.end - this.at < LONGEST_VARINT) this.grow()
    this.at = putVarint(this.at, value)
  }

  /** Appends a zigzag-encoded number: 0, -1, 1, -2, … become 0, 1, 2, 3, … */
  signed(value: i64): void {
    this.varint(((<u64>value) << 1) ^ <u64>(value >> 63))
  }

  writeTo(out: Out): void {
    store<u32>(this.chunk + 4, this.at)
    for (let chunk = this.first; chunk !== 0; chunk = load<u32>(chunk)) {
      out.bytes(chunk + HEAD, load<u32>(chunk + 4) - <u32>(chunk + HEAD))
    }
  }

  private grow(): void {
    this.before = this.bytes
    const chunk = newChunk()
    store<u32>(this.chunk, chunk)
    store<u32>(this.chunk + 4, this.at)
    this.begin(chunk)
  }

  private begin(chunk: usize): void {
    this.chunk = chunk
    this.at = chunk + HEAD
    this.end = chunk + CHUNK
  }
}

function newChunk(): usize {
  const chunk = carve(CHUNK)
  store<u32>(chunk, 0)
  return chunk
}

/** Writes a varint, lowest seven bits first, and returns its end. */
function putVarint(to: usize, value: u64): usize {
  let at = to
  let rest = value
  for (; rest >= 128; rest >>= 7) store<u8>(at++, <u8>rest | 128)
  store<u8>(at, <u8>rest)
  return at + 1
}
