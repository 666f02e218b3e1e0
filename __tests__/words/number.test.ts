import { describe, expect, it } from 'vitest'
import { formatBytes, formatCount, formatPercent, plural } from '../../src/words/number.ts'

describe('the format of numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [16226, '16,226'],
    [1234567, '1,234,567'],
    [-1000, '-1,000'],
  ])('groups the digits of %d', (value, text) => expect(formatCount(value)).toBe(text))

  it('uses the plural for all counts but 1', () => {
    expect([plural(1, 'test'), plural(0, 'test'), plural(1200, 'reason')]).toEqual([
      '1 test',
      '0 tests',
      '1,200 reasons',
    ])
  })

  it.each([
    [0, '0 %'],
    [97.6, '98 %'],
    [100, '100 %'],
    [0.4, '0.4 %'],
    [1.4, '1 %'],
    [0.004, '0.01 %'],
    [98.9, '99 %'],
    [99.04, '99 %'],
    [99.5, '99.5 %'],
    [99.97, '99.9 %'],
    [99.99999999999997, '100 %'], // the error of a sum
    [1e-14, '0 %'],
  ])('writes %d percent, and rounds neither down to none nor up to all', (value, text) =>
    expect(formatPercent(value)).toBe(text),
  )

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [12_000, '12 kB'],
    [12.4, '12 B'],
    [9_995, '10 kB'],
    [10_440, '10.4 kB'],
    [100_400, '100 kB'],
    [99_949, '99.9 kB'],
    [99_960, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [5_904_326_656, '5.9 GB'],
    [5e12, '5 TB'],
    [5e15, '5 PB'],
    [5e18, '5000 PB'],
    [-1500, '−1.5 kB'],
  ])('writes %d bytes with at most three digits', (value, text) => expect(formatBytes(value)).toBe(text))
})
