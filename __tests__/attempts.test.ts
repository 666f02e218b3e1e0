import { expect, it } from 'vitest'
import { isNewAttempt } from '../src/attempts.ts'

it.each([
  ['that begins a tenth of a second after the last one', 1_100_000, 1, true],
  ['that begins earlier than that', 1_099_999, 1, false],
  ['that took no time', 9_000_000, 0, false],
  ['of which no times are known', Number.NaN, Number.NaN, false],
  ['of which only the start is known', 9_000_000, Number.NaN, true],
])('a result %s: whether it is a new attempt', (_, start, duration, expected) => {
  expect(isNewAttempt(1_000_000, start, duration)).toBe(expected)
})

it('a result with times, after others without: it is a new attempt', () => {
  expect(isNewAttempt(Number.NaN, 9_000_000, 1)).toBe(true)
})
