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

it('sets of tags that are alike in their first bytes, or in their hash, are told apart', () => {
  const texts = Array.from({ length: 700 }, (_, n) => [
    `worker-${n}`,
    'w'.repeat(n % 20),
    `${n}`.padStart(14, '0'),
  ])
  const sets = [
    ...texts.flatMap(([a, b, c]) => [[a], [b], [c], [a, b], [b, a], [a, c]]),
    [],
    ['a', ''],
    ['', 'a'],
    [''],
  ]
  // each twice: when it is new, and when it is known
  const stream = [...sets, ...sets].map((tags, n) => packet({ id: `t${n}`, status: 'success', tags }))
  const { raw } = decode('v2', [Buffer.concat(stream)])
  expect(raw.map(({ tags }) => tags)).toEqual([...sets, ...sets].map((tags) => [...new Set(tags)].toSorted()))
})
