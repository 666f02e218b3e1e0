import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gapBefore, gapTimes, longestGaps } from '../../../src/frontend/timeline/gaps.ts'
import { endOf } from '../../../src/frontend/timeline/rows.ts'
import { drawn, someTests, testsOf } from './runs.ts'

describe('the time of a row in which nothing ran', () => {
  const { tests, model } = drawn([
    { name: 'm.A.a', start: 100, duration: 50 },
    { name: 'm.A.b', start: 160, duration: -20 },
    { name: 'm.B.a', start: 400, duration: 100 },
    { name: 'm.B.b', start: 500, duration: 100 },
  ])
  const [row] = model.rows
  const whole = { from: 1000, to: 1900 }

  it('is told apart by what lies around it', () => {
    const kinds = [0, 1, 2, 3, 4].map((i) => gapBefore(tests, row, i, whole))
    expect(kinds).toEqual([
      { from: 1000, to: 1100, kind: 'start' },
      { from: 1150, to: 1160, kind: 'within' },
      { from: 1160, to: 1400, kind: 'between' },
      null,
      { from: 1600, to: 1900, kind: 'end' },
    ])
    expect(gapTimes(tests, row, whole)).toEqual({ start: 100, within: 10, between: 240, end: 300 })
    expect(gapBefore(tests, row, 1, whole, 11)).toBeNull()
  })

  it('and the time of its tests are the whole', () => {
    fc.assert(
      fc.property(someTests(60), (run) => {
        const one = drawn(run)
        for (const of of one.model.rows) {
          const gaps = Object.values(gapTimes(one.tests, of, one.model.whole)).reduce((a, b) => a + b)
          const busy = testsOf(of).reduce(
            (sum, test) => sum + endOf(one.tests, test) - one.tests.start[test],
            0,
          )
          expect(gaps + busy).toBe(one.model.whole.to - one.model.whole.from)
        }
      }),
    )
  })

  it('is told of by its longest parts, by start', () => {
    expect(longestGaps(tests, row, whole, 2).map(({ kind }) => kind)).toEqual(['between', 'end'])
    expect(longestGaps(tests, row, whole, 9)).toHaveLength(4)
  })
})
