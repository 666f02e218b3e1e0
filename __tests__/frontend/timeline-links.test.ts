import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STATUSES } from '../../src/format/exported.ts'
import { parseRoute, printRoute } from '../../src/frontend/route/hash.ts'
import { type TimelineRoute, WHOLE_TIMELINE } from '../../src/frontend/route/route.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 30 })
const seconds = fc
  .tuple(fc.integer({ min: -1e9, max: 1e12 }), fc.integer({ min: 1, max: 1e12 }))
  .map(([from, length]): [number, number] => [from / 1e6, (from + length) / 1e6])
const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null })

const routes = fc.record<TimelineRoute>({
  page: fc.constant('timeline'),
  run: optional(fc.nat(9999)),
  view: optional(seconds),
  range: optional(seconds),
  at: optional(fc.record({ run: fc.nat(99), name: text, attempt: fc.integer({ min: 1, max: 99 }) })),
  query: text,
  statuses: fc.subarray([...STATUSES]),
})

describe('links to the timeline', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(routes, (route) => {
        expect(parseRoute(printRoute(route))).toEqual(route)
      }),
      { numRuns: 1000 },
    )
  })

  it('contain only what is chosen', () => {
    expect(printRoute(WHOLE_TIMELINE)).toBe('#/timeline')
    const at = { run: 0, name: 'a.b', attempt: 2 }
    const route = { ...WHOLE_TIMELINE, view: [12.5, 80] as const, at, statuses: ['fail', 'skip'] as const }
    expect(printRoute(route)).toBe('#/timeline?status=fail,skip&view=12.5-80&at=0%2Fa.b~2')
  })

  it.each([
    ['view=5-2', 'view'],
    ['view=5-5', 'view'],
    ['view=x', 'view'],
    ['view=1-1e9', 'view'],
    ['range=-', 'range'],
    ['at=a', 'at'],
    ['at=x/y', 'at'],
    ['at=0/%25E0%25A4', 'at'],
    ['run=-1', 'run'],
  ])('with the invalid %s have no %s', (search, field) => {
    expect(parseRoute(`#/timeline?${search}`)).toMatchObject({ page: 'timeline', [field]: null })
  })
})
