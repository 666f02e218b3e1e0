import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FAILING_RANK } from '../../../src/frontend/data/ranks.ts'
import { testsInSight } from '../../../src/frontend/timeline/in-sight.ts'
import { endOf } from '../../../src/frontend/timeline/rows.ts'
import { anyRun, drawn, finish, rankOf } from './runs.ts'

const moment = fc.integer({ min: 0, max: 110_000 })
const filters = fc.option(fc.array(fc.constantFrom(0, 1), { minLength: 60, maxLength: 60 }), { nil: null })

describe('the tests in view', () => {
  it('are those that a check of every test finds, listed with failing tests first, then by start', () => {
    fc.assert(
      fc.property(anyRun(60), moment, moment, filters, (run, one, other, filter) => {
        const { tests, model } = drawn(run)
        const view = { from: Math.min(one, other), to: Math.max(one, other) + 1 }
        const matches = filter === null ? null : Uint8Array.from(filter)
        const found = finish(testsInSight({ model, view, matches, most: 7 }))
        const inSight = [...run.keys()].filter(
          (test) =>
            tests.start[test] < view.to &&
            (endOf(tests, test) > view.from || tests.start[test] >= view.from) &&
            matches?.[test] !== 0,
        )
        expect(found.count).toBe(inSight.length)
        // compares starts, since tests that start together may come in either order
        const order = (test: number): [boolean, number] => [
          rankOf(tests, test) < FAILING_RANK,
          tests.start[test],
        ]
        const expected = inSight
          .map(order)
          .sort(([a, start], [b, next]) => Number(a) - Number(b) || start - next)
        expect(found.listed.map(order)).toEqual(expected.slice(0, 7))
        expect(new Set(found.listed).size).toBe(found.listed.length)
      }),
      { numRuns: 200 },
    )
  })
})
