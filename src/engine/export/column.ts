import { carve } from '../memory/blocks'
import { Out } from './out'

/** Bytes of numbers at a time: a run of few tests takes one a column. */
const CHUNK: u32 = 32 << 10
const LONGEST_VARINT: u32 = 10

/** A part of a column: in front of its bytes the next one's address and where it ends. */
const HEAD: usize = 8

/** Numbers of seven bits a byte, kept until all of them are known: a file says first how long each column is. */
@unmanaged
export class Column {
  private first: usize
  private chunk: usize
  private at: usize
  private end: usize
  /** Bytes of the chunks before the last. */
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

  /** 0, -1, 1, -2, … are 0, 1, 2, 3, … */
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

/** Writes a number, the lowest seven bits first, and returns the end. */
function putVarint(to: usize, value: u64): usize {
  let at = to
  let rest = value
  for (; rest >= 128; rest >>= 7) store<u8>(at++, <u8>rest | 128)
  store<u8>(at, <u8>rest)
  return at + 1
}
