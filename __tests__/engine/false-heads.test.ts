import { describe, expect, it } from 'vitest'
import { decode } from '../helpers/decoded.ts'
import { packet } from '../helpers/v2-writer.ts'

/**
 * What begins like packets: first of 60,000 bytes, so many that checksums are looked up from then on, not computed; then
 * of 43 bytes at every other byte.
 */
const MANY = Buffer.concat([
  Buffer.alloc(64 * 6, Buffer.from('b3290080ea60', 'hex')),
  Buffer.alloc(128 << 10, Buffer.from('b32b', 'hex')),
])

/** Heads of packets that are false, as many bytes as asked for: of 20 to 4,000 bytes, five bytes apart. */
function falseHeads(bytes: number): Buffer {
  const heads = Buffer.alloc(bytes + 5)
  for (let at = 0; at < bytes; at += 5) {
    heads.writeUIntBE(0xb32900, at, 3)
    heads.writeUInt16BE(0x4000 | (20 + ((at * 37) % 3981)), at + 3)
  }
  return heads.subarray(0, bytes)
}

/** The names of the tests, and each warning as `kind offset bytes`. */
function read(...chunks: Buffer[]): { names: string[]; warnings: string[] } {
  const { raw, warnings } = decode('v2', chunks)
  return {
    names: raw.map(({ name }) => name),
    warnings: warnings.map(({ kind, offset, bytes }) => `${kind} ${offset} ${bytes}`),
  }
}

describe('a packet among false heads', () => {
  it.each(Array.from({ length: 16 }, (_, more) => more))(
    'is found %i bytes behind a multiple of sixteen, though none of them reaches the end of its chunk',
    (more) => {
      const good = packet({ id: 'good', status: 'success', time: [1_772_366_400, 0] })
      const before = Buffer.concat([MANY, Buffer.alloc(4096 + more)])
      const found = { names: ['good'], warnings: [`damaged 0 ${before.length}`] }
      for (let cut = 0; cut <= good.length; cut++) {
        const [head, tail] = [good.subarray(0, cut), good.subarray(cut)]
        expect(read(Buffer.concat([before, head]), tail), `cut ${cut}`).toEqual(found)
      }
    },
  )

  it.each([0, 1, 2, 3, 5, 8, 13, 15, 16, 17, 30, 31])(
    'is found behind %i more bytes, wherever a chunk ends in it',
    (more) => {
      const good = packet({ id: 'good', status: 'success', time: [1_772_366_400, 0], tags: ['worker-1'] })
      const before = Buffer.concat([MANY, falseHeads(more)])
      const after = falseHeads(4000)
      // one warning of both pieces
      const found = { names: ['good'], warnings: [`damaged 0 ${before.length + after.length}`] }
      for (let cut = 0; cut <= good.length; cut++) {
        const [head, tail] = [good.subarray(0, cut), good.subarray(cut)]
        expect(read(Buffer.concat([before, head]), Buffer.concat([tail, after])), `cut ${cut}`).toEqual(found)
      }
    },
  )

  it('is found whatever its length and the distance to the next', () => {
    const parts: Buffer[] = [MANY]
    const names: string[] = []
    for (let i = 0; i < 400; i++) {
      const id = `test_${i}_${'x'.repeat((i * 53) % 700)}`
      const log = 'l'.repeat((i * i * 7) % (i % 40 === 0 ? 100_000 : 5000))
      parts.push(packet({ id, status: 'success', time: [1_772_366_400 + i, 0], file: ['log', log] }))
      parts.push(falseHeads((i * 29) % 1500))
      names.push(id)
    }
    expect(read(Buffer.concat(parts)).names).toEqual(names)
    // in chunks of a prime length
    const all = Buffer.concat(parts)
    const chunks = Array.from({ length: Math.ceil(all.length / 4099) }, (_, i) =>
      all.subarray(i * 4099, (i + 1) * 4099),
    )
    expect(read(...chunks).names).toEqual(names)
  })

  it('is lost alone if a bit of it is wrong', () => {
    const good = (id: string) => packet({ id, status: 'success', time: [1_772_366_400, 0] })
    const wrong = good('wrong')
    wrong[9] ^= 1
    expect(
      read(Buffer.concat([MANY, good('first'), falseHeads(500), wrong, falseHeads(50), good('last')])).names,
    ).toEqual(['first', 'last'])
  })
})
