import { expect, it } from 'vitest'
import { bytes, counted, duration, integer, oneLine } from '../../src/convert/words.ts'

it.each([
  [3599.4, '59 m 59 s'],
  [3600, '1 h 00 m'],
  [7190, '2 h 00 m'],
  [0, '0 s'],
  [0.0000012, '1.20 µs'],
  [0.0314, '31.4 ms'],
  [0.52, '0.520 s'],
  [15, '15.0 s'],
  [59.949, '59.9 s'],
  [59.96, '1 m 00 s'],
  [2346.9, '39 m 07 s'],
  [7380, '2 h 03 m'],
  [-1.5, '−1.50 s'],
])('%d seconds are written as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

it('bytes and counts are written with their units', () => {
  expect([0, 999, 999_499, 999_500, 999_500_000, 5_900_000_000].map(bytes)).toEqual([
    '0 B',
    '999 B',
    '999 kB',
    '1 MB',
    '1 GB',
    '5.9 GB',
  ])
  expect([0, 1, 16226].map((count) => counted(count, 'test'))).toEqual(['0 tests', '1 test', '16,226 tests'])
  expect([-1000, 999, 999_999, 1_234_567_890].map(integer)).toEqual([
    '-1,000',
    '999',
    '999,999',
    '1,234,567,890',
  ])
})

it('oneLine escapes line breaks, terminal codes and runner commands', () => {
  expect(oneLine('a\nb\u001b[1m\u202e ##[error]')).toBe('a\\u{a}b\\u{1b}[1m\\u{202e} # #[error]')
})
