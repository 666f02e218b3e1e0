import { expect, it } from 'vitest'
import { MOST_CONTENT, type PacketFields, packet } from '../../src/convert/reread/v2-packet.ts'
import { packet as written } from '../helpers/v2-writer.ts'

it.each(['', 'exists', 'inprogress', 'success', 'uxsuccess', 'skip', 'fail', 'xfail'] as const)(
  'the status %j has its own number',
  (status) => {
    expect(packet({ id: 'a', status })).toEqual(written({ id: 'a', status }))
  },
)

it.each<[number | null, [number, number] | undefined]>([
  [null, undefined],
  [-1, undefined],
  [0, [0, 0]],
  [999_999, [0, 999_999_000]],
  [1_772_366_400_123_456, [1_772_366_400, 123_456_000]],
  [(2 ** 32 - 1) * 1e6 + 999_999, [2 ** 32 - 1, 999_999_000]],
  [2 ** 32 * 1e6, undefined],
])('the time %j is there if a packet can hold it', (time, there) => {
  expect(packet({ id: 'a', time })).toEqual(written({ id: 'a', ...(there && { time: there }) }))
})

it('all fields are in the protocol’s order', () => {
  const fields: PacketFields = { id: 'ä', status: 'fail', time: 5, tags: ['x', 'worker-1'], route: '7' }
  const content = Uint8Array.of(1, 255)
  expect(packet({ ...fields, file: { mime: 'image/png', name: 'p', content } })).toEqual(
    written({ ...fields, time: [0, 5000], mime: 'image/png', file: ['p', content] } as never),
  )
  expect(packet({ tags: [] })).toEqual(written({}))
  expect(packet({ tags: ['x'] })).toEqual(written({ tags: ['x'] }))
})

// at which a number takes a byte more, of the content and of the whole packet
it.each([0, 63, 64, 16_383, 16_384])('about %i bytes of content are counted', (size) => {
  for (let length = Math.max(0, size - 20); length <= size + 1; length++) {
    const content = Buffer.alloc(length, 'x')
    const file = { mime: 't', name: '', content }
    expect(packet({ file }).equals(written({ mime: 't', file: ['', content] })), `${length}`).toBe(true)
  }
})

it('a packet of the most content is no longer than the protocol allows, beside long names', () => {
  expect(MOST_CONTENT).toBe(1 << 20)
  const content = Buffer.alloc(MOST_CONTENT)
  const id = 'x'.repeat(3 * MOST_CONTENT - 30)
  const bytes = packet({ id, file: { mime: '', name: '', content } })
  expect(bytes.length).toBeLessThan(4 << 20)
  expect(bytes.equals(written({ id, mime: '', file: ['', content] }))).toBe(true)
})
