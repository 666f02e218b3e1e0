import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decode as decodeChunks } from '../helpers/decoded.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

/** The names of the tests in raw's order, each warning as `kind offset bytes`, and the noise. */
function decode(...bytes: Uint8Array[]): { names: string[]; warnings: string[]; noise: unknown } {
  const { raw, warnings, details } = decodeChunks('v2', [Buffer.concat(bytes)])
  return {
    names: raw.map(({ name }) => name),
    warnings: warnings.map(({ kind, offset, bytes: count }) => `${kind} ${offset} ${count}`),
    noise: details['']?.noise,
  }
}

const LENGTH = wholeTest('a').length
const HALF = packet({ id: 'b', status: 'inprogress', time: [1, 0] }).length

describe('a damaged version 2 stream', () => {
  it('loses only the packet that has a bad byte', () => {
    const bad = wholeTest('b')
    bad[7] ^= 1
    const { names, warnings } = decode(wholeTest('a'), bad, wholeTest('c'))
    expect(names).toEqual(['a', 'b', 'c'])
    expect(warnings).toEqual([`damaged ${LENGTH} ${HALF}`])
  })

  it('reads the packets after one whose length was changed to 4 MB', () => {
    const bad = packet({ id: 'b', status: 'success' })
    bad[3] = 0xbf
    const { names, warnings } = decode(bad, wholeTest('c'))
    expect(names).toEqual(['c'])
    expect(warnings).toEqual([`damaged 0 ${bad.length}`])
  })

  it('is truncated if it ends inside a packet, whose test is unfinished', () => {
    const { names, warnings } = decode(wholeTest('a'), wholeTest('b').subarray(0, -3))
    expect(names).toEqual(['a', 'b'])
    expect(warnings).toEqual([
      `truncated ${LENGTH + HALF} ${LENGTH - HALF - 3}`,
      'unfinished undefined undefined',
    ])
  })

  it('does not read a packet inside another packet’s attachment', () => {
    const inner = wholeTest('inner')
    const { names, warnings } = decode(packet({ id: 'outer', status: 'success', file: ['f', inner] }))
    expect(names).toEqual(['outer'])
    expect(warnings).toEqual([])
  })

  it('reads text as noise even if its characters contain the byte of the signature', () => {
    const text = 'falló el test, 3 m³ de agua, и³ ó \n'
    const { names, warnings, noise } = decode(wholeTest('a'), Buffer.from(text), wholeTest('b'))
    expect(names).toEqual(['a', 'b'])
    expect(warnings).toEqual([`noise ${LENGTH} ${Buffer.byteLength(text)}`])
    expect(noise).toBe(text)
  })

  it.each(['ó ', 'm³ ', 'ำ ', 'ဳ ', '😳 '])(
    'reads %s as text, whose last byte but one is that of the signature',
    (text) => {
      const { warnings } = decode(wholeTest('a'), Buffer.from(text), wholeTest('b'))
      expect(warnings).toEqual([`noise ${LENGTH} ${Buffer.byteLength(text)}`])
    },
  )

  it.each([
    ['Windows’ tree', 'c3c4c4c4737263 0d0a b3202020 b3202020612e747874 0d0a b3202020 c0c4c4c4620d0a'],
    ['a table', 'b3206e616d6520b3206f6b20b3 0a'],
    ['a table in colours', 'b3201b5b33326d6f6b1b5b306d 0a'],
    ['Ukrainian', 'cfe5f0e5e2b3f0eae020b320e7e0effff1ea 0a'],
    ['Polish', 'b3202d20627933206279b3 2e0a'],
    ['Western Europe', '666c6f772031206db32f73 0a'],
    ['the last line without an end', '41b320313030'],
  ])('reads output in the code page of %s as text, wherever it is cut', (_, hex) => {
    const text = Buffer.from(hex.replaceAll(' ', ''), 'hex')
    const stream = Buffer.concat([wholeTest('a'), text, wholeTest('b'), text, Buffer.from('.\n')])
    const expected = [`noise ${LENGTH} ${text.length * 2 + 2}`]
    for (let cut = 0; cut <= stream.length; cut++) {
      const { warnings } = decodeChunks('v2', [stream.subarray(0, cut), stream.subarray(cut)])
      expect(
        warnings.map(({ kind, offset, bytes }) => `${kind} ${offset} ${bytes}`),
        `cut ${cut}`,
      ).toEqual(expected)
    }
  })

  it('is cut off or damaged where a packet lacks bytes or has a wrong one, behind output too', () => {
    // all its lengths are characters
    const id = 'tempest.api.compute.servers.test_servers.ServersTest.test_create_server'
    const whole = packet({ id, status: 'success', time: [0x69_6f_6f_6f, 0], tags: ['worker-1'] })
    for (const before of ['', 'output', 'output\n']) {
      const start = Buffer.concat([wholeTest('a'), Buffer.from(before)])
      for (let length = 2; length < whole.length; length++) {
        const [{ kind, offset }] = decodeChunks('v2', [start, whole.subarray(0, length)]).warnings
        expect([kind, offset], `${before}${length}`).toEqual(['truncated', start.length])
      }
      for (let at = 2; at < whole.length; at++) {
        const wrong = Buffer.from(whole)
        wrong[at] ^= 1
        const [{ kind, offset }] = decodeChunks('v2', [start, wrong, wholeTest('b')]).warnings
        expect([kind, offset], `${before}${at}`).toEqual(['damaged', start.length])
      }
    }
  })

  it.each([
    [[0x61]],
    [[0x80, 0x80, 0x80]],
    [[0xc1]],
    [[0xc3, 0x80]],
    [[0xdf, 0xbf]],
    [[0xef, 0x80, 0x80]],
    [[0xe3, 0x61]],
    [[0xf5]],
    [[0xf0, 0x80, 0x80, 0x80]],
  ])('has a damaged packet at a signature that ends no character: behind %j', (before) => {
    const bad = Buffer.from([0xb3, 0x29, 0x00, 0x0a, 1, 2, 3, 4, 5, 6])
    const { warnings } = decode(wholeTest('a'), Buffer.from(before), bad, wholeTest('b'))
    expect(warnings).toEqual([
      `damaged ${LENGTH + before.length} ${bad.length}`,
      `noise ${LENGTH} ${before.length}`,
    ])
  })

  it('does not take a packet’s last byte for the beginning of a character', () => {
    const packets = Array.from({ length: 10_000 }, (_, n) => packet({ id: String(n) }))
    const before = packets.find((bytes) => bytes.at(-1) === 0xf1)!
    const rest = Buffer.from([0x80, 0x80, 0xb3, 0x29, 0x00, 0x0a])
    const { warnings } = decode(before, rest, wholeTest('b'))
    expect(warnings).toContain(`damaged ${before.length + 2} 4`)
  })

  it.each([
    ['an empty test id', packet({ id: '', status: 'success' })],
    ['a NUL in the test id', packet({ id: 'a\0b', status: 'success' })],
    ['tags that are not UTF-8', packet({ id: 'a', tags: ['\udc80'] }).fill(0xff, 9, 10)],
  ])('warns that a packet with %s is unreadable', (_, bytes) => {
    const fixed = Buffer.from(bytes)
    fixed.writeUInt32BE(crc32(fixed.subarray(0, -4)), fixed.length - 4)
    const { names, warnings } = decode(fixed, wholeTest('b'))
    expect(names).toEqual(['b'])
    expect(warnings).toEqual([`unreadable 0 ${fixed.length}`])
  })

  it('warns that a tag reaches past the end of its packet, even if another would follow', () => {
    const bytes = packet({ id: 'a', status: 'success', tags: ['b', 'c'] })
    bytes[bytes.length - 8] = 60
    bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), bytes.length - 4)
    const [{ message }] = decodeChunks('v2', [bytes]).warnings
    expect(message).toContain('the tag reaches past the end of the packet')
  })

  // every packet whose length field overlaps its checksum; only some flags give such a checksum
  it.each([
    ['8 bytes with a length field of 2', 16, 0x40_08, 2, 8],
    ['8 bytes with a length field of 3', 1, 0x80_00_08, 3, 8],
    ['9 bytes with a length field of 3', 16, 0x80_00_09, 3, 9],
  ])('warns that a packet of %s has no room for the checksum', (_, count, value, size, length) => {
    const packets = Array.from({ length: 4096 }, (_each, flags) => {
      const bytes = Buffer.alloc(length, 0xb3)
      bytes.writeUInt16BE(0x2000 | flags, 1)
      bytes.writeUIntBE(value, 3, size)
      bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), length - 4)
      return bytes
    }).filter((bytes) => bytes.readUIntBE(3, size) === value)
    const { raw, warnings } = decodeChunks('v2', [...packets, wholeTest('a')])
    expect(packets.length).toBe(count)
    expect(raw.map(({ name }) => name)).toEqual(['a'])
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(new RegExp(`^${count} packets? .*the length leaves no room for the checksum`)),
    ])
  })
})

describe('false headers, so many that checksums are computed over ranges', () => {
  const claiming4MiB = Buffer.from([0xb3, 0x29, 0x00, 0xb7, 0xff, 0xff])
  const claiming43 = Buffer.from([0xb3, 0x2b])

  it.each([
    ['4 MiB each', 'damaged', claiming4MiB],
    ['43 bytes each', 'noise', claiming43],
  ])('hide no good packet of any length, if they claim %s', (_, kind, header) => {
    const noise = Buffer.alloc(8 << 20, header)
    const sizes = [0, 1, 43, 60, 255, 256, 257, 4000, 65_535, 65_536, 70_000, 1 << 20, 4_000_000]
    const good = sizes.map((size, i) =>
      packet({ id: `t${i}`, status: 'success', file: ['f', Buffer.alloc(size, claiming4MiB)] }),
    )
    const between = good.flatMap((bytes, i) => [bytes, noise.subarray(0, 1000 + i)])
    const { names, warnings } = decode(wholeTest('a'), noise, ...between, wholeTest('b'))
    expect(names).toEqual(['a', ...sizes.map((_size, i) => `t${i}`), 'b'])
    const bytes = noise.length + sizes.reduce((sum, _size, i) => sum + 1000 + i, 0)
    expect(warnings).toEqual([`${kind} ${LENGTH} ${bytes}`])
  })
})
