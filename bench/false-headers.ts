/** Makes bytes that begin like packets but are none. */

import { wholeTest } from '../__tests__/helpers/v2-writer.ts'
import { seeded } from './seeded.ts'

/** Bytes of a piece of noise. */
const PIECE = 64 << 10

/** Each fills a piece with headers that claim a packet of some length. */
const SHAPES = {
  // the longest possible: a reader that waits for the end of each reads everything 700,000 times
  'of 3.7 MiB': () => Buffer.alloc(PIECE, Buffer.from('b32900b7ffff', 'hex')),
  // b3 2b b3 2b: a packet of 43 bytes at every other byte
  'of 43 bytes': () => Buffer.alloc(PIECE, Buffer.from('b32b', 'hex')),
  // lengths at which computing a checksum is cheaper than looking it up
  'of 60 to 1,000 bytes': mixed,
}

export type HeaderShape = keyof typeof SHAPES
export const HEADER_SHAPES = Object.keys(SHAPES) as HeaderShape[]

/** Yields `size` bytes of false headers; with `good`, a valid test after each piece. */
export function* falseHeaders(shape: HeaderShape, size: number, good: boolean): Generator<Buffer> {
  const random = seeded(1)
  for (let at = 0; at < size; at += PIECE) {
    yield SHAPES[shape](random)
    if (good) yield wholeTest(`pkg.Between.test_${at / PIECE}`)
  }
}

function mixed(random: () => number): Buffer {
  const piece = Buffer.alloc(PIECE)
  for (let at = 0; at + 5 <= PIECE; at += 5) {
    const length = 60 + Math.floor(random() * 941)
    piece.writeUIntBE(0xb32900, at, 3)
    piece.writeUInt16BE(0x4000 | length, at + 3)
  }
  return piece
}
