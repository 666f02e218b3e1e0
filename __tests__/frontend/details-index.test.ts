import { describe, expect, it } from 'vitest'
import type { DetailsIndex } from '../../src/format/details-index.ts'
import { entryOf, pieceOf, readEntries } from '../../src/frontend/data/details-index.ts'
import { isDetailsOf } from '../../src/frontend/data/identity.ts'

/** Two tests and output of no test; three blocks. */
const INDEX: DetailsIndex = {
  version: 1,
  size: 60,
  gap: [5, 7],
  length: [95, 93],
  whole: [210, 50],
  points: { compressed: [10, 20, 35, 50], uncompressed: [0, 100, 200, 262] },
}

describe('an entry', () => {
  const entries = readEntries(INDEX, 2)
  if (entries === null) throw new Error('the index is good')

  it('is a key and its value', () => {
    expect([0, 1, 2, 3].map((n) => entryOf(entries, n))).toEqual([
      { from: 0, to: 100 },
      { from: 100, to: 200 },
      { from: 200, to: 260 },
      null,
    ])
  })

  it.each([
    [0, 100, 10, 20, 0, 100],
    [0, 101, 10, 35, 0, 200],
    [99, 100, 10, 20, 0, 100],
    [100, 200, 20, 35, 100, 200],
    [199, 260, 20, 50, 100, 262],
    [0, 262, 10, 50, 0, 262],
  ])('from %i to %i lies in as few blocks as can be', (from, to, ...blocks) => {
    const { stored, plain } = pieceOf(entries, { from, to })
    expect([stored.from, stored.to, plain.from, plain.to]).toEqual(blocks)
  })
})

describe('an index is refused', () => {
  it.each<[string, object]>([
    ['of other tests', { gap: [5], length: [95] }],
    ['of columns of two lengths', { gap: [5] }],
    ['without columns', { gap: undefined }],
    ['of numbers that are none', { gap: [5, '7'] }],
    ['of negative ones', { gap: [5, -7] }],
    ['of whole output before the tests', { whole: [100, 50] }],
    ['of values behind the end', { length: [95, 5000] }],
    [
      'of points that descend',
      { points: { compressed: [10, 20, 15, 50], uncompressed: [0, 100, 200, 262] } },
    ],
    ['of points of two lengths', { points: { compressed: [10, 50], uncompressed: [0, 100, 262] } }],
    ['of points without bytes', { points: { compressed: [10], uncompressed: [0] } }],
    ['of points that begin late', { points: { compressed: [10, 50], uncompressed: [1, 262] } }],
    ['of points behind the file', { points: { compressed: [10, 70], uncompressed: [0, 262] } }],
    ['of no points at all', { points: {} }],
    ['of a file that is too small', { points: undefined }],
  ])('that is one %s', (_, change) => {
    expect(readEntries({ ...INDEX, ...change }, 2)).toBeNull()
  })
})

describe('details are a test’s own', () => {
  const start = Date.UTC(2026, 2, 1, 12) * 1000 + 123_456
  const test = { name: 'a#2', status: 'fail', start, duration: 876_544 }
  const timestamps = ['2026-03-01T12:00:00.123456+00:00', '2026-03-01T12:00:01+00:00'] as const
  const details = { status: 'fail', timestamps } as const

  it('by name, status and times, to the microsecond', () => {
    expect(isDetailsOf(test, 'a#2', details)).toBe(true)
    expect(isDetailsOf(test, 'a#2#17', details)).toBe(true)
    for (const key of ['a', 'a#3', 'a#2 ', 'a#2#', 'a#2#x', ''])
      expect(isDetailsOf(test, key, details)).toBe(false)
    expect(isDetailsOf(test, 'a#2', { ...details, status: 'success' })).toBe(false)
    expect(isDetailsOf({ ...test, start: start + 1 }, 'a#2', details)).toBe(false)
    expect(isDetailsOf({ ...test, duration: 876_543 }, 'a#2', details)).toBe(false)
  })

  it('where the stream gave no times, too', () => {
    const none = { ...test, start: Number.NaN, duration: Number.NaN }
    expect(isDetailsOf(none, 'a#2', { status: 'fail', timestamps: [null, null] })).toBe(true)
    expect(isDetailsOf(none, 'a#2', details)).toBe(false)
    expect(isDetailsOf(test, 'a#2', { status: 'fail', timestamps: [null, null] })).toBe(false)
    // of a test without an end the page has no start either: a lane has no place for it
    expect(isDetailsOf(none, 'a#2', { status: 'fail', timestamps: [timestamps[0], null] })).toBe(true)
  })

  it.each([
    {},
    { status: 'fail' },
    { status: 'fail', timestamps: 'x' },
    { status: 'fail', timestamps: [1, 2] },
  ])('and not %j', (odd) => {
    expect(isDetailsOf(test, 'a#2', odd as never)).toBe(false)
  })
})
