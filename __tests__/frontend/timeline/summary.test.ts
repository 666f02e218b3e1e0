import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STATUSES, UNENDED_STATUSES } from '../../../src/format/exported.ts'
import { endOf } from '../../../src/frontend/timeline/rows.ts'
import { summarize } from '../../../src/frontend/timeline/summary.ts'
import { named } from '../columns.ts'
import { anyRun, drawn, finish } from './runs.ts'

describe('the summary of a span', () => {
  const moment = fc.integer({ min: 0, max: 110_000 })

  it('has the numbers that a check of every test finds', () => {
    const filters = fc.option(fc.array(fc.constantFrom(0, 1), { minLength: 60, maxLength: 60 }), {
      nil: null,
    })
    fc.assert(
      fc.property(anyRun(60), moment, moment, filters, fc.nat(3000), (run, one, other, filter, shortest) => {
        const { tests, model } = drawn(run)
        const span = { from: Math.min(one, other), to: Math.max(one, other) + 1 }
        const matches = filter === null ? null : Uint8Array.from(filter)
        const found = finish(summarize({ model, span, matches, shortest, most: 5 }))
        const inSpan = [...run.keys()].filter((test) => {
          const [start, end] = [tests.start[test], endOf(tests, test)]
          return start < span.to && (end > span.from || start >= span.from) && matches?.[test] !== 0
        })
        expect(found.tests).toBe(inSpan.length)
        STATUSES.forEach((status, code) =>
          expect(found.counts[status]).toBe(inSpan.filter((test) => tests.status[test] === code).length),
        )
        const busy = inSpan.reduce(
          (sum, test) => sum + Math.min(endOf(tests, test), span.to) - Math.max(tests.start[test], span.from),
          0,
        )
        expect(found.busy).toBe(busy)
        expect(found.tooShort).toBe(
          inSpan.filter((test) => Math.max(0, tests.duration[test]) < shortest).length,
        )
        const isEnded = (test: number): boolean => !UNENDED_STATUSES.has(STATUSES[tests.status[test]])
        const longest = inSpan
          .filter(isEnded)
          .map((test) => tests.duration[test])
          .filter((length) => length > 0)
        expect(found.slowest.map((test) => tests.duration[test])).toEqual(
          longest.toSorted((a, b) => b - a).slice(0, 5),
        )
        expect(new Set(found.slowest).size).toBe(found.slowest.length)
      }),
      { numRuns: 200 },
    )
  })

  it('leaves out tests that only touch the span, but counts one without duration at its start', () => {
    const { tests, model } = drawn([
      { name: 'before', start: 0, duration: 100 },
      { name: 'moment', start: 100, duration: 0 },
      { name: 'after', start: 200, duration: 100 },
    ])
    const summed = (from: number, to: number, most: number) =>
      finish(summarize({ model, span: { from, to }, matches: null, shortest: 1, most }))
    expect(summed(1100, 1200, 9)).toMatchObject({
      tests: 1,
      busy: 0,
      tooShort: 1,
    })
    expect(summed(1000, 1201, 1)).toMatchObject({
      tests: 3,
      busy: 101,
      slowest: [named(tests, 'before')],
    })
  })
})
