import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAILING_RANK } from '../../../src/frontend/data/ranks.ts'
import { hitTest, placeOf, testsWithin } from '../../../src/frontend/timeline/hit.ts'
import { endOf } from '../../../src/frontend/timeline/rows.ts'
import { anyRun, drawn, lastRows, rankOf, testsOf } from './runs.ts'

/** Microseconds around the pointer: four pixels in views from the whole run to a hundredth of it. */
const reaches = fc.integer({ min: 1, max: 4000 })

describe('the hit test', () => {
  it('finds the nearest failing test within reach, or else the test under the pointer, at every zoom', () => {
    fc.assert(
      fc.property(anyRun(80), reaches, (run, reach) => {
        const { tests, model } = drawn(run)
        for (const row of lastRows(model)) {
          for (const test of testsOf(row)) {
            const time = (tests.start[test] + endOf(tests, test)) / 2
            const away = (other: number): number =>
              Math.max(0, tests.start[other] - time, time - endOf(tests, other))
            // exactly at the limit of the reach, either answer is right
            if (testsOf(row).some((other) => away(other) === reach)) continue
            const failing = testsOf(row).filter(
              (other) => rankOf(tests, other) >= FAILING_RANK && away(other) < reach,
            )
            const nearest = Math.min(...failing.map(away))
            const meant =
              failing.length > 0
                ? failing.filter((one) => away(one) === nearest)
                : testsOf(row).filter((one) => away(one) === 0)
            const found = hitTest(tests, row, time, reach)
            expect(meant).toContain(found)
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    ['without duration', 0],
    ['with a negative duration', -50],
  ])('finds a test %s within reach of its start', (_, duration) => {
    const { tests, model } = drawn([
      { name: 'a', start: 0, duration: 10 },
      { name: 'b', start: 100, duration },
      { name: 'c', start: 200, duration: 10 },
    ])
    const at = (time: number): number => hitTest(tests, model.rows[0], 1000 + time, 5)
    expect([94, 96, 100, 105, 106, 194, 210, 215, 216].map(at)).toEqual([-1, 1, 1, 1, -1, -1, 2, 2, -1])
  })

  it('finds a test if and only if one is within reach', () => {
    fc.assert(
      fc.property(
        anyRun(30),
        fc.integer({ min: -10_000, max: 120_000 }),
        fc.integer({ min: 0, max: 500 }),
        (run, at, reach) => {
          const { tests, model } = drawn(run)
          for (const row of lastRows(model)) {
            const isNear = testsOf(row).some(
              (test) => tests.start[test] < at + reach && endOf(tests, test) >= at - reach,
            )
            expect(hitTest(tests, row, at, reach) >= 0).toBe(isNear)
          }
        },
      ),
    )
  })
})

describe('a row', () => {
  it('gives the index of each of its tests, and −1 for all others', () => {
    fc.assert(
      fc.property(anyRun(60), (run) => {
        const { tests, model } = drawn(run)
        for (const row of lastRows(model)) {
          const own = testsOf(row)
          for (const test of run.keys()) expect(placeOf(tests, row, test)).toBe(own.indexOf(test))
        }
      }),
    )
  })

  it('lists its tests that run at some time in a span', () => {
    const moment = fc.integer({ min: 0, max: 110_000 })
    fc.assert(
      fc.property(anyRun(60), moment, moment, (run, one, other) => {
        const { tests, model } = drawn(run)
        const [from, to] = [Math.min(one, other), Math.max(one, other) + 1]
        for (const row of lastRows(model)) {
          const expected = testsOf(row).filter(
            (test) => tests.start[test] < to && (endOf(tests, test) > from || tests.start[test] >= from),
          )
          expect(testsWithin(tests, row, from, to)).toEqual(expected)
        }
      }),
    )
  })
})
