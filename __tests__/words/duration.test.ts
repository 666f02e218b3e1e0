import { describe, expect, it } from 'vitest'
import { formatDuration, formatLeast, formatSeconds } from '../../src/words/duration.ts'

describe('the format of durations', () => {
  it.each([
    [null, '–'],
    [Number.NaN, '–'],
    [0, '0 s'],
    [1, '1 µs'],
    [310, '310 µs'],
    [999.5, '1.00 ms'],
    [44_995, '45.0 ms'],
    [99_949, '99.9 ms'],
    [99_950, '0.100 s'],
    [758_135, '0.758 s'],
    [999_499, '0.999 s'],
    [999_500, '1.00 s'],
    [1_240_000, '1.24 s'],
    [59_949_999, '59.9 s'],
    [59_950_000, '1 m 00 s'],
    [2_292_000_000, '38 m 12 s'],
    [3_599_000_000, '59 m 59 s'],
    [3_599_600_000, '1 h 00 m'],
    [7_500_000_000, '2 h 05 m'],
    [180_000_000_000, '2 d 02 h'],
    [259_140_000_000, '2 d 23 h'],
    [-1_240_000, '−1.24 s'],
  ])('writes %d µs as %s', (micros, text) => expect(formatDuration(micros)).toBe(text))

  it('says of what never ended how long it took at least', () => {
    expect([3_690_000, 1, 0, -5, Number.NaN].map(formatLeast)).toEqual(['≥ 3.69 s', '≥ 1 µs', '–', '–', '–'])
  })

  it('takes seconds too', () => {
    expect([0, 0.0000012, 7190, 172_800].map(formatSeconds)).toEqual(['0 s', '1 µs', '2 h 00 m', '2 d 00 h'])
  })
})
