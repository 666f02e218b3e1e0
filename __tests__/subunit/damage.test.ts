import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RangeCrc } from '../../src/subunit/crc32.ts'
import { V2Decoder } from '../../src/subunit/v2.ts'
import { Window } from '../../src/subunit/window.ts'
import { collectItems } from '../helpers/items.ts'
import { packet, wholeTest } from '../helpers/v2-writer.ts'

interface Item {
  kind: string
  offset?: number
  text?: string
  testId?: string
  reason?: string
}

const decode = (...bytes: Uint8Array[]): Item[] =>
  JSON.parse(collectItems((sink) => new V2Decoder(sink), [Buffer.concat(bytes)])) as Item[]

const kinds = (items: Item[]): string[] => items.map(({ kind, testId }) => testId ?? kind)

describe('a damaged version 2 stream', () => {
  it('loses the packet whose byte is bad, and no other', () => {
    const bad = wholeTest('b')
    bad[7] ^= 1
    expect(kinds(decode(wholeTest('a'), bad, wholeTest('c')))).toEqual(['a', 'a', 'damaged', 'b', 'c', 'c'])
  })

  it('reads the packets behind a length that was made four megabytes', () => {
    const bad = packet({ id: 'b', status: 'success' })
    bad[3] = 0xbf
    expect(kinds(decode(bad, wholeTest('c')))).toEqual(['damaged', 'c', 'c'])
  })

  it('is truncated where its end cuts a packet', () => {
    const items = decode(wholeTest('a'), wholeTest('b').subarray(0, -3))
    expect(kinds(items)).toEqual(['a', 'a', 'b', 'truncated'])
    expect(items.at(-1)?.offset).toBe(
      wholeTest('a').length + packet({ id: 'b', status: 'inprogress', time: [1, 0] }).length,
    )
  })

  it('keeps a packet inside another packet’s contents as contents', () => {
    const inner = wholeTest('inner')
    expect(kinds(decode(packet({ id: 'outer', status: 'success', file: ['f', inner] })))).toEqual(['outer'])
  })

  it('takes text that holds the signature’s byte inside a character for text', () => {
    const text = Buffer.from('falló el test, 3 m³ de agua, и³ ó \n')
    expect(kinds(decode(wholeTest('a'), text, wholeTest('b')))).toEqual(['a', 'a', 'noise', 'b', 'b'])
  })

  it.each([
    ['an empty test id', packet({ id: '', status: 'success' })],
    ['a NUL in the test id', packet({ id: 'a\0b', status: 'success' })],
    ['tags that are no UTF-8', packet({ id: 'a', tags: ['\udc80'] }).fill(0xff, 9, 10)],
  ])('says that a packet with %s is unreadable', (_, bytes) => {
    const fixed = Buffer.from(bytes)
    fixed.writeUInt32BE(crc32(fixed.subarray(0, -4)), fixed.length - 4)
    expect(kinds(decode(fixed, wholeTest('b')))).toEqual(['unreadable', 'b', 'b'])
  })
})

describe('checksums of ranges', () => {
  it('equal zlib’s for any ranges of any bytes, starts ascending', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 3000 }),
        fc.array(fc.nat(3000)),
        (bytes, places) => {
          const window = new Window()
          window.append(bytes)
          const ranges = new RangeCrc(window)
          const starts = places.map((at) => at % bytes.length).sort((a, b) => a - b)
          for (const [i, start] of starts.entries()) {
            const end = start + (places[i] % (bytes.length - start + 1))
            expect(ranges.crc32(start, end)).toBe(crc32(bytes.subarray(start, end)))
          }
        },
      ),
    )
  })

  it('find the good packets in 8 MiB of false headers that each claim 4 MiB', () => {
    const falseHeaders = Buffer.alloc(8 << 20, Buffer.from([0xb3, 0x29, 0x00, 0xb7, 0xff, 0xff]))
    const items = decode(wholeTest('a'), falseHeaders, wholeTest('b'))
    expect(kinds(items)).toEqual(['a', 'a', 'damaged', 'b', 'b'])
    expect(items[2].text?.length).toBe(falseHeaders.length)
  })
})
