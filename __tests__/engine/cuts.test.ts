import { describe, expect, it } from 'vitest'
import { chunksOf, decode } from '../helpers/decoded.ts'
import { conformanceCases } from '../helpers/fixtures.ts'

/** Varied streams of each kind, short enough to be cut at every byte. */
const STREAMS = [
  ...conformanceCases('fixed').filter(({ stream }) => stream.length > 0 && stream.length < 6000),
  ...conformanceCases('random')
    .filter(({ name, stream }) => name.includes('damaged') && stream.length < 4000)
    .slice(0, 6),
  ...conformanceCases('random-v1')
    .filter(({ stream }) => stream.length < 4000)
    .slice(0, 4),
]

describe.each(STREAMS)('$name', ({ name, stream }) => {
  const decodeAll = (chunks: Iterable<Uint8Array>): string =>
    decode(name.startsWith('v1') ? 'v1' : 'v2', chunks).all
  const whole = decodeAll([stream])

  it('gives the same files in chunks of any size from 1 to 64 bytes', () => {
    for (let size = 1; size <= 64; size++)
      expect(decodeAll(chunksOf(stream, size)), `chunks of ${size}`).toBe(whole)
  })

  it('gives the same files when cut in two at any byte', () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      expect(decodeAll([stream.subarray(0, cut), stream.subarray(cut)]), `cut at ${cut}`).toBe(whole)
    }
  })
})
