import { expect, it } from 'vitest'
import { decode } from '../helpers/decoded.ts'
import { packet } from '../helpers/v2-writer.ts'

it('a test has each tag once, sorted by code point, however often and in whatever order a packet has it', () => {
  const sorted = ['', 'a', 'a-1', 'ab', 'b', 'é', 'ﬀ', '𝄞']
  for (let turn = 0; turn < sorted.length; turn++) {
    const turned = [...sorted.slice(turn), ...sorted.slice(0, turn)]
    const tags = [...turned, ...turned.toReversed(), 'b', 'b']
    const { raw } = decode('v2', [packet({ id: 'a', status: 'success', tags })])
    expect(raw[0].tags).toEqual(sorted)
  }
})
