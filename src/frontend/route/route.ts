/**
 * What the page shows, as the URL's hash:
 *
 *     #/                                   home; ?run=2 shows that run alone
 *     #/tests?q=api+v2&status=fail,skip    the table; &run=0, &sort=-duration (a minus: from the most)
 *     #/test/0/a.b.C.test_d~2?wrap         a test; format/links.ts says how it is named
 *     #/output/0                           what the run printed outside of its tests
 *
 * What is as it is at first is left out, so that links are short and equal views have equal links.
 */

import { STATUSES, type Status } from '../../format/exported.ts'
import { outputHash, parseTestAddress, type TestAddress, testHash } from '../../format/links.ts'

export const SORT_KEYS = ['status', 'name', 'start', 'duration', 'worker'] as const
export type SortKey = (typeof SORT_KEYS)[number]

export interface TestsRoute {
  readonly page: 'tests'
  readonly query: string
  /** None chosen: all. */
  readonly statuses: readonly Status[]
  /** Null: of all runs. */
  readonly run: number | null
  readonly sort: SortKey
  readonly descending: boolean
}

export type Route =
  | { readonly page: 'home'; readonly run: number | null }
  | TestsRoute
  | { readonly page: 'test'; readonly address: TestAddress; readonly wrap: boolean }
  | { readonly page: 'output'; readonly run: number; readonly wrap: boolean }
  | { readonly page: 'unknown'; readonly hash: string }

/** The table at first: the worst at the top. */
export const ALL_TESTS: TestsRoute = {
  page: 'tests',
  query: '',
  statuses: [],
  run: null,
  sort: 'status',
  descending: false,
}

export function parseRoute(hash: string): Route {
  const [path, search = ''] = splitOnce(hash.replace(/^#?\/?/, ''), '?')
  const [page, ...rest] = path.split('/')
  const query = new URLSearchParams(search)
  const wrap = query.has('wrap')
  if (page === '') return { page: 'home', run: parseIndex(query.get('run')) }
  if (page === 'tests' && rest.length === 0) return parseTests(query)
  if (page === 'test' && rest.length === 2) {
    const address = parseTestAddress(rest[0], rest[1])
    if (address !== null) return { page: 'test', address, wrap }
  }
  if (page === 'output' && rest.length === 1) {
    const run = parseIndex(rest[0])
    if (run !== null) return { page: 'output', run, wrap }
  }
  return { page: 'unknown', hash }
}

export function printRoute(route: Route): string {
  switch (route.page) {
    case 'home':
      return route.run === null ? '#/' : `#/?run=${route.run}`
    case 'tests':
      return printTests(route)
    case 'test':
      return testHash(route.address.run, route.address.name, route.address.attempt) + wrapped(route.wrap)
    case 'output':
      return outputHash(route.run) + wrapped(route.wrap)
    case 'unknown':
      return route.hash
  }
}

const wrapped = (wrap: boolean): string => (wrap ? '?wrap' : '')

function parseTests(query: URLSearchParams): TestsRoute {
  const asked = new Set((query.get('status') ?? '').split(','))
  const sort = query.get('sort') ?? ''
  const key = SORT_KEYS.find((known) => known === sort.replace(/^-/, ''))
  return {
    page: 'tests',
    query: query.get('q') ?? '',
    statuses: STATUSES.filter((status) => asked.has(status)),
    run: parseIndex(query.get('run')),
    sort: key ?? ALL_TESTS.sort,
    descending: key !== undefined && sort.startsWith('-'),
  }
}

function printTests(route: TestsRoute): string {
  const query = new URLSearchParams()
  if (route.query !== '') query.set('q', route.query)
  if (route.statuses.length > 0) query.set('status', route.statuses.join(','))
  if (route.run !== null) query.set('run', String(route.run))
  const sort = `${route.descending ? '-' : ''}${route.sort}`
  if (sort !== ALL_TESTS.sort) query.set('sort', sort)
  const search = query.toString().replaceAll('%2C', ',') // a comma is one in a hash
  return search === '' ? '#/tests' : `#/tests?${search}`
}

const parseIndex = (text: string | null): number | null =>
  /^\d{1,9}$/.test(text ?? '') ? Number(text) : null

function splitOnce(text: string, at: string): [string, string?] {
  const found = text.indexOf(at)
  return found < 0 ? [text] : [text.slice(0, found), text.slice(found + 1)]
}
