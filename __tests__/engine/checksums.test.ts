import { randomFillSync } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decode as decodeChunks } from '../helpers/decoded.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

/** The names of the tests in raw's order, and each warning as `kind offset bytes`. */
function decode(...chunks: Uint8Array[]): { names: string[]; warnings: string[] } {
  const { raw, warnings } = decodeChunks('v2', chunks)
  return {
    names: raw.map(({ name }) => name),
    warnings: warnings.map(({ kind, offset, bytes }) => `${kind} ${offset} ${bytes}`),
  }
}

/** Packets of 20 to 300 bytes. */
const PACKETS = Array.from({ length: 600 }, (_, i) =>
  packet({
    id: `${'x'.repeat((i * 37) % 280)}.test_${i}`,
    status: 'success',
    time: [1_772_366_400 + i, i * 1000],
  }),
)
const NAMES = decode(...PACKETS).names
const ALL = Buffer.concat(PACKETS)

/** The offset of the n-th packet. */
const offsetOf = (n: number): number => PACKETS.slice(0, n).reduce((sum, { length }) => sum + length, 0)

describe('checksums of many packets in one chunk', () => {
  it('are right for right packets', () => {
    expect(decode(ALL)).toEqual({ names: NAMES, warnings: [] })
    expect(new Set(NAMES).size).toBe(PACKETS.length)
  })

  it.each([0, 1, 7, 64, 299, 598, 599])('lose the packet number %i alone if a bit of it is wrong', (n) => {
    const at = offsetOf(n)
    const { length } = PACKETS[n]
    const name = NAMES[n]
    for (const place of [12, length >> 1, length - 5, length - 4, length - 1]) {
      const bytes = Buffer.from(ALL)
      bytes[at + place] ^= 0x10
      expect(decode(bytes)).toEqual({
        names: NAMES.filter((other) => other !== name),
        warnings: [`damaged ${at} ${length}`],
      })
    }
  })

  it('lose both of two packets that have each other’s checksum', () => {
    const bytes = Buffer.from(ALL)
    const [one, two] = [offsetOf(31) - 4, offsetOf(41) - 4]
    PACKETS[40].copy(bytes, one, PACKETS[40].length - 4)
    PACKETS[30].copy(bytes, two, PACKETS[30].length - 4)
    const { names, warnings } = decode(bytes)
    expect(names).toEqual(NAMES.filter((name) => name !== NAMES[30] && name !== NAMES[40]))
    // one warning of both
    expect(warnings).toEqual([`damaged ${offsetOf(30)} ${PACKETS[30].length + PACKETS[40].length}`])
  })

  it.each([0, 1, 300, 599])('do not make a packet of one of another version: number %i', (n) => {
    for (const version of [0x00, 0x10, 0x30, 0xa0]) {
      const other = Buffer.from(PACKETS[n])
      other[1] = (other[1] & 15) | version
      other.writeUInt32BE(crc32(other.subarray(0, -4)), other.length - 4)
      const all = Buffer.concat([...PACKETS.slice(0, n), other, ...PACKETS.slice(n + 1)])
      expect(decode(all)).toEqual({
        names: NAMES.filter((name) => name !== NAMES[n]),
        warnings: [`noise ${offsetOf(n)} ${other.length}`],
      })
    }
  })

  it('are found behind text, and before it', () => {
    const text = Buffer.from('what a runner prints\n'.repeat(40))
    const half = ALL.subarray(0, offsetOf(300))
    const { names, warnings } = decode(Buffer.concat([text, half, text, ALL.subarray(half.length)]))
    expect(names).toEqual(NAMES)
    expect(warnings).toEqual([`noise 0 ${text.length * 2}`])
  })
})

describe('the checksum of a packet', () => {
  it.each([2_000, 16_000, 16_384, 20_001, 300_000, 4_000_000])('of some %i bytes', (size) => {
    for (let more = 0; more < 33; more++) {
      const file = randomFillSync(Buffer.alloc(size + more))
      const large = packet({ id: 'large', status: 'success', file: ['log', file] })
      expect(decode(large, wholeTest('small'))).toEqual({ names: ['large', 'small'], warnings: [] })
      large[((more * 997) % large.length) | 4] ^= 1 << (more & 7)
      if (size > 100_000) break
      expect(decode(large, wholeTest('small')).names).toEqual(['small'])
    }
  })
})
