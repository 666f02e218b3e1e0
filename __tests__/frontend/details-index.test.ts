import { describe, expect, it } from 'vitest'
import type { DetailsIndex } from '../../src/format/details-index.ts'
import { STATUSES } from '../../src/format/exported.ts'
import { entryOf, pieceOf, readEntries } from '../../src/frontend/data/details-index.ts'
import { isDetailsOf } from '../../src/frontend/data/identity.ts'

/** Two tests and output that belongs to no test, in three blocks. */
const INDEX: DetailsIndex = {
  version: 1,
  size: 60,
  gap: [5, 7],
  length: [95, 93],
  whole: [210, 50],
  points: { compressed: [10, 20, 35, 50], uncompressed: [0, 100, 200, 262] },
}

describe('an entry of the details index', () => {
  const entries = readEntries(INDEX, 2)
  if (entries === null) throw new Error('the index is good')

  it('spans a key and its value, and is null beyond the last', () => {
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
  ])('from %i to %i is read from as few blocks as possible', (from, to, ...blocks) => {
    const { stored, plain } = pieceOf(entries, { from, to })
    expect([stored.from, stored.to, plain.from, plain.to]).toEqual(blocks)
  })
})

describe('a details index', () => {
  it.each<[string, object]>([
    ['it has another number of tests', { gap: [5], length: [95] }],
    ['its columns differ in length', { gap: [5] }],
    ['a column is missing', { gap: undefined }],
    ['a number is a string', { gap: [5, '7'] }],
    ['a number is negative', { gap: [5, -7] }],
    ['the output of no test overlaps the tests', { whole: [100, 50] }],
    ['a value ends beyond the last point', { length: [95, 5000] }],
    ['its points descend', { points: { compressed: [10, 20, 15, 50], uncompressed: [0, 100, 200, 262] } }],
    ['its points differ in length', { points: { compressed: [10, 50], uncompressed: [0, 100, 262] } }],
    ['it has a single point', { points: { compressed: [10], uncompressed: [0] } }],
    ['its points do not begin at 0', { points: { compressed: [10, 50], uncompressed: [1, 262] } }],
    ['its points end beyond the file', { points: { compressed: [10, 70], uncompressed: [0, 262] } }],
    ['its points have no columns', { points: {} }],
    ['the file is too small', { points: undefined }],
  ])('is refused if %s', (_, change) => {
    expect(readEntries({ ...INDEX, ...change }, 2)).toBeNull()
  })
})

const isIts = (
  t: { name: string; status: string; start: number; duration: number },
  key: string,
  d: object,
): boolean =>
  isDetailsOf(
    {
      name: () => t.name,
      status: [STATUSES.indexOf(t.status as never)],
      start: [t.start],
      duration: [t.duration],
    } as never,
    0,
    { key, ...d } as never,
  )

describe('the details of a test', () => {
  const start = Date.UTC(2026, 2, 1, 12) * 1000 + 123_456
  const test = { name: 'a#2', status: 'fail', start, duration: 876_544 }
  const timestamps = ['2026-03-01T12:00:00.123456+00:00', '2026-03-01T12:00:01+00:00'] as const
  const details = { status: 'fail', timestamps } as const

  it('are recognized by name, status and times to the microsecond', () => {
    expect(isIts(test, 'a#2', details)).toBe(true)
    expect(isIts(test, 'a#2#17', details)).toBe(true)
    for (const key of ['a', 'a#3', 'a#2 ', 'a#2#', 'a#2#x', '']) expect(isIts(test, key, details)).toBe(false)
    expect(isIts(test, 'a#2', { ...details, status: 'success' })).toBe(false)
    expect(isIts({ ...test, start: start + 1 }, 'a#2', details)).toBe(false)
    expect(isIts({ ...test, duration: 876_543 }, 'a#2', details)).toBe(false)
  })

  it('are recognized if the stream gave no times', () => {
    const none = { ...test, start: Number.NaN, duration: Number.NaN }
    expect(isIts(none, 'a#2', { status: 'fail', timestamps: [null, null] })).toBe(true)
    expect(isIts(none, 'a#2', details)).toBe(false)
    expect(isIts(test, 'a#2', { status: 'fail', timestamps: [null, null] })).toBe(false)
    // the page has no start for a test without an end, since no lane can show it
    expect(isIts(none, 'a#2', { status: 'fail', timestamps: [timestamps[0], null] })).toBe(true)
  })

  it.each([
    {},
    { status: 'fail' },
    { status: 'fail', timestamps: 'x' },
    { status: 'fail', timestamps: [1, 2] },
  ])('cannot be %j', (odd) => {
    expect(isIts(test, 'a#2', odd as never)).toBe(false)
  })
})
