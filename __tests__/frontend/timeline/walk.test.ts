import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAILURE_STATUSES } from '../../../src/format/exported.ts'
import { failuresInTime, nextInTime } from '../../../src/frontend/timeline/walk.ts'
import { drawn, someTests } from './runs.ts'

describe('the way from test to test', () => {
  it('visits every test once, by start over all lanes, and back the same way', () => {
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

  it('from failure to failure has all of them, by start', () => {
    fc.assert(
      fc.property(someTests(60, 300), (run) => {
        const { tests, model } = drawn(run)
        const failing = failuresInTime(model)
        const starts = failing.map((test) => tests.start[test])
        expect(starts).toEqual(starts.toSorted((a, b) => a - b))
        expect(failing.map((test) => tests.name(test)).toSorted()).toEqual(
          run
            .filter(({ status }) => FAILURE_STATUSES.has(status ?? 'success'))
            .map(({ name }) => name)
            .toSorted(),
        )
      }),
    )
  })
})
