import { crc32 } from 'node:zlib'
import { expect, it } from 'vitest'
import { seeded } from '../../bench/seeded.ts'
import type { Protocol } from '../../src/export/run-export.ts'
import { decode } from '../helpers/decoded.ts'
import { conformanceCases } from '../helpers/fixtures.ts'

const MUTANTS = 10_000
const SEED = 1

/** Offsets of the packets in an undamaged stream. */
function packetStarts(stream: Buffer): number[] {
  const starts: number[] = []
  for (let at = 0; at + 8 < stream.length; ) {
    const size = stream[at + 3] >> 6
    const length = stream.readUIntBE(at + 3, 1 + Math.min(size, 2)) & (2 ** (6 + 8 * size) - 1)
    if (stream[at] !== 0xb3 || length < 8) return starts
    starts.push(at)
    at += length
  }
  return starts
}

/** Changes some bytes; half of the time within one packet, whose checksum is then corrected. */
function mutate(original: Buffer, next: () => number): Buffer {
  const stream = Buffer.from(original)
  const below = (n: number): number => Math.floor(next() * n)
  const starts = packetStarts(stream)
  if (next() < 0.5 && starts.length > 1) {
    const index = below(starts.length - 1)
    const [start, end] = [starts[index], starts[index + 1]]
    for (let n = 1 + below(3); n > 0; n--) stream[start + 1 + below(end - start - 5)] = below(256)
    stream.writeUInt32BE(crc32(stream.subarray(start, end - 4)), end - 4)
    return stream
  }
  for (let n = 1 + below(4); n > 0; n--) stream[below(stream.length)] = below(256)
  return next() < 0.3 ? stream.subarray(0, below(stream.length)) : stream
}

it.each<[Protocol, 'random' | 'random-v1']>([
  ['v2', 'random'],
  ['v1', 'random-v1'],
])(
  `${MUTANTS / 2} damaged streams of %s are decoded without errors, to the same files wherever they are cut`,
  (protocol, set) => {
    const streams = conformanceCases(set)
      .map(({ stream }) => stream)
      .filter(({ length }) => length > 100 && length < 8000)
    const next = seeded(SEED)
    for (let i = 0; i < MUTANTS / 2; i++) {
      const stream = mutate(streams[Math.floor(next() * streams.length)], next)
      const cut = Math.floor(next() * stream.length)
      const files = (...chunks: Buffer[]): string => decode(protocol, chunks).all
      expect(files(stream.subarray(0, cut), stream.subarray(cut)), `mutant ${i}`).toBe(files(stream))
    }
  },
)
