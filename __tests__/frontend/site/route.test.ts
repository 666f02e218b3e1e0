import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  jobRoute,
  type Line,
  lineRoute,
  parseSiteRoute,
  printSiteRoute,
  type SiteRoute,
  SORTS,
} from '../../../src/frontend/route/site-route.ts'

it.each<[string, SiteRoute]>([
  ['#/', { page: 'all', query: '' }],
  ['', { page: 'all', query: '' }],
  ['#/?q=a+b', { page: 'all', query: 'a b' }],
  ['#/pull/12?job=unit', lineRoute({ kind: 'pull', number: 12 }, { job: 'unit' })],
  [
    '#/pull/12?job=unit&workflow=CI',
    lineRoute({ kind: 'pull', number: 12 }, { job: 'unit', workflow: 'CI' }),
  ],
  ['#/branch/a%2Fb', lineRoute({ kind: 'branch', name: 'a/b' })],
  ['#/unknown-code?job=unit', lineRoute({ kind: 'unknown' }, { job: 'unit' })],
  ['#/job/unit', jobRoute('unit')],
  ['#/job/unit?workflow=CI&on=all', jobRoute('unit', { workflow: 'CI', on: 'all' })],
  ['#/job/unit?on=all&sort=failures', jobRoute('unit', { on: 'all', sort: 'failures' })],
  ['#/job/unit?on=pull:12&test=a.b', jobRoute('unit', { on: { kind: 'pull', number: 12 }, test: 'a.b' })],
  ['#/compare/1-1-a/2-1-a', { page: 'compare', before: '1-1-a', after: '2-1-a' }],
])('the hash %s is read as a page of the index', (hash, route) => {
  expect(parseSiteRoute(hash)).toEqual(route)
})

it.each([
  '#/pull/x',
  '#/pull/0',
  '#/job',
  '#/compare/1',
  '#/nowhere',
  '#/job/%',
  '#/job/a/b',
  '#/job/a?on=x:1',
  '#/job/a?on=pull:x',
])('the hash %s is read as no page', (hash) => {
  expect(parseSiteRoute(hash)).toEqual({ page: 'unknown', hash })
})

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
const line: fc.Arbitrary<Line> = fc.oneof(
  fc.record({ kind: fc.constant('branch' as const), name: text }),
  fc.record({ kind: fc.constant('pull' as const), number: fc.integer({ min: 1, max: 999_999_999 }) }),
  fc.constant({ kind: 'unknown' as const }),
)
const route: fc.Arbitrary<SiteRoute> = fc.oneof(
  fc.record({ page: fc.constant('all' as const), query: text }),
  fc.record({ page: fc.constant('reports' as const), line, job: fc.option(text), workflow: fc.option(text) }),
  fc.record({ page: fc.constant('compare' as const), before: text, after: text }),
  fc.record({
    page: fc.constant('job' as const),
    name: text,
    workflow: fc.option(text),
    on: fc.oneof(line, fc.constantFrom('default' as const, 'all' as const)),
    query: text,
    sort: fc.constantFrom(...SORTS),
    test: fc.option(text),
  }),
)

it('every route is read back as it was written', () => {
  fc.assert(
    fc.property(route, (one) => {
      expect(parseSiteRoute(printSiteRoute(one))).toEqual(one)
    }),
  )
})
