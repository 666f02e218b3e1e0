import { describe, expect, test } from 'vitest'
import { joined, overlapOf, type Span, stretchesOf } from '../../src/dstat/overlap.ts'

const MINUTE = 60_000_000
const HOUR = 60 * MINUTE

const spans = (...pairs: readonly [number, number][]): Span[] => pairs.map(([start, end]) => ({ start, end }))

describe('the stretches of a log', () => {
  const of = (...times: number[]) => stretchesOf(Float64Array.from(times))

  test('are divided by a gap of more than a quarter hour', () => {
    expect(of(0, MINUTE, 2 * MINUTE, 17 * MINUTE)).toEqual(spans([0, 17 * MINUTE]))
    expect(of(0, MINUTE, 2 * MINUTE, 17 * MINUTE + 1)).toEqual(
      spans([0, 2 * MINUTE], [17 * MINUTE + 1, 17 * MINUTE + 1]),
    )
  })

  test('are ascending, and none for a log without samples', () => {
    const minutes = [0, 1, 2, 3, 30, 31, 60].map((minute) => minute * MINUTE)
    expect(of(...minutes)).toEqual(
      spans([0, 3 * MINUTE], [30 * MINUTE, 31 * MINUTE], [60 * MINUTE, 60 * MINUTE]),
    )
    expect([of(), of(7)]).toEqual([[], spans([7, 7])])
  })

  test('are divided only by a gap of more than three usual steps', () => {
    expect(of(0, HOUR, 2 * HOUR, 5 * HOUR)).toEqual(spans([0, 5 * HOUR]))
    expect(of(0, HOUR, 2 * HOUR, 5 * HOUR + 1)).toEqual(spans([0, 2 * HOUR], [5 * HOUR + 1, 5 * HOUR + 1]))
  })
})

test('joined spans are ascending, those that overlap or touch are one, and those that end first are left out', () => {
  expect(joined(spans([5, 6], [1, 2]))).toEqual(spans([1, 2], [5, 6]))
  expect(joined(spans([1, 3], [3, 5], [4, 6]))).toEqual(spans([1, 6]))
  expect(joined(spans([1, 9], [2, 3]))).toEqual(spans([1, 9]))
  expect(joined(spans([1, 2], [8, 7], [9, 9]))).toEqual(spans([1, 2], [9, 9]))
})

describe('the time that two lists of spans both cover', () => {
  const [some, others] = [spans([0, 10], [20, 30]), spans([5, 6], [8, 22], [40, 50])]

  test('is the sum over all pairs', () => expect(overlapOf(some, others)).toBe(1 + 2 + 2))

  test('is that after the shift', () => expect(overlapOf(some, others, 20)).toBe(2 + 10))

  test('is 0 if they only touch, and −1 if they do not', () => {
    expect(overlapOf(spans([0, 5]), others)).toBe(0)
    expect(overlapOf(spans([50, 60]), others)).toBe(0)
    expect(overlapOf(spans([0, 4]), others)).toBe(-1)
    expect(overlapOf(spans([51, 60], [70, 80]), others)).toBe(-1)
  })
})
