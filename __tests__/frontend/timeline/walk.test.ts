import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextInTime } from '../../../src/frontend/timeline/walk.ts'
import { drawn, ORIGIN, someTests } from './runs.ts'

describe('stepping from test to test', () => {
  it('visits every test once, by start over all lanes, and backwards in reverse order', () => {
    fc.assert(
      fc.property(someTests(60, 300), (run) => {
        const { tests, model } = drawn(run)
        const walk = (step: 1 | -1): number[] => {
          const way: number[] = []
          for (let at = nextInTime(model, -1, step); at >= 0; at = nextInTime(model, at, step)) {
            way.push(at)
            if (way.length > run.length) throw new Error('it goes round')
          }
          return way
        }
        const expected = [...run.keys()].sort((a, b) => tests.start[a] - tests.start[b] || a - b)
        expect(walk(1)).toEqual(expected)
        expect(walk(-1)).toEqual(expected.toReversed())
        for (const test of expected.slice(1))
          expect(nextInTime(model, nextInTime(model, test, -1), 1)).toBe(test)
      }),
    )
  })

  it('skips unwanted tests in both directions, from any test on', () => {
    fc.assert(
      fc.property(someTests(60, 300), fc.nat(59), (run, n) => {
        const { tests, model } = drawn(run)
        const isWanted = (test: number): boolean => tests.status[test] > 0
        const inTime = [...run.keys()].sort((a, b) => tests.start[a] - tests.start[b] || a - b)
        const at = n % run.length
        expect(nextInTime(model, inTime[at], 1, isWanted)).toBe(inTime.slice(at + 1).find(isWanted) ?? -1)
        expect(nextInTime(model, inTime[at], -1, isWanted)).toBe(inTime.slice(0, at).findLast(isWanted) ?? -1)
        expect(nextInTime(model, -1, 1, isWanted)).toBe(inTime.find(isWanted) ?? -1)
      }),
    )
  })

  it('searches each row only up to the best test found in the rows before', () => {
    const near = { name: 'm.C.test_near', start: 20, duration: 1, tags: ['worker-0'] }
    const other = Array.from({ length: 1000 }, (_, i) => ({
      name: `m.C.test_${i}`,
      start: 10 * i,
      duration: 1,
      tags: ['worker-1'],
    }))
    const { tests, model } = drawn([near, ...other])
    const nearest = [...tests.start.keys()].findLast((test) => tests.name(test) === near.name) ?? -1
    const asked: number[] = []
    const isWanted = (test: number): boolean => {
      asked.push(tests.start[test] - ORIGIN)
      return test === nearest
    }
    expect(nextInTime(model, -1, 1, isWanted)).toBe(nearest)
    expect(asked).toEqual([20, 0, 10, 20])
  })
})
