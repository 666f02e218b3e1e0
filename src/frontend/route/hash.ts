/**
 * What the page shows, encoded in the URL's hash:
 *
 *     #/                                   home; ?run=2 shows only that run, &all lists even very many runs,
 *                                          &against=7-1-unit compares it with that report of the site
 *     #/tests?q=api+v2&status=fail,skip    the table; &run=0, &sort=-duration (a minus: descending),
 *                                          &columns=duration,tags (after status and name)
 *     #/timeline?view=12.5-80&at=0/a.b.C.test_d   seconds from the first test;
 *                                          &range=20-30, &q=, &status=, &run=0
 *     #/hierarchy?root=a.b.&by=count       modules, classes, tests; &run=0, &open=a.b.c. or &shut= for each
 *                                          row of the list that differs from the default
 *     #/test/0/a.b.C.test_d~2?wrap         a test; its address is described in format/links.ts; &tab=log,
 *                                          &line=12, &level=error, &find=text in that log, &also=traceback beside it
 *     #/output/0                           what the run printed outside of its tests
 *
 * Defaults are left out, so that links are short and equal views have equal links.
 */

import { STATUSES, type Status } from '../../format/exported.ts'
import { outputHash, parseTestAddress, testHash } from '../../format/links.ts'
import {
  ALL_TESTS,
  COLUMN_KEYS,
  type HierarchyRoute,
  type HomeRoute,
  LEVELS,
  type OutputView,
  type Route,
  type Seconds,
  SORT_KEYS,
  type TestsRoute,
  type TimelineRoute,
  WHOLE_OUTPUT,
} from './route.ts'

export function parseRoute(hash: string): Route {
  const [path, search = ''] = splitOnce(hash.replace(/^#?\/?/, ''), '?')
  const [page, ...rest] = path.split('/')
  const query = new URLSearchParams(search)
  if (page === '') {
    const run = parseIndex(query.get('run'))
    return { page: 'home', run, all: query.has('all'), against: query.get('against') }
  }
  if (page === 'tests' && rest.length === 0) return parseTests(query)
  if (page === 'timeline' && rest.length === 0) return parseTimeline(query)
  if (page === 'hierarchy' && rest.length === 0) return parseHierarchy(query)
  if (page === 'test' && rest.length === 2) {
    const address = parseTestAddress(rest[0], rest[1])
    if (address !== null) return { page: 'test', address, ...parseView(query) }
  }
  if (page === 'output' && rest.length === 1) {
    const run = parseIndex(rest[0])
    if (run !== null) return { page: 'output', run, ...parseView(query) }
  }
  return { page: 'unknown', hash }
}

export function printRoute(route: Route): string {
  switch (route.page) {
    case 'home':
      return printHome(route)
    case 'tests':
      return printTests(route)
    case 'timeline':
      return printTimeline(route)
    case 'hierarchy':
      return printHierarchy(route)
    case 'test':
      return printView(testHash(route.address.run, route.address.name, route.address.attempt), route)
    case 'output':
      return printView(outputHash(route.run), route)
    case 'unknown':
      return route.hash
  }
}

function printHome(route: HomeRoute): string {
  const query = filterOf(route)
  if (route.against !== null) query.set('against', route.against)
  return joined('#/', query, route.all ? '&all' : '')
}

function parseView(query: URLSearchParams): OutputView {
  return {
    tab: query.get('tab'),
    also: query.get('also'),
    line: parseIndex(query.get('line')) || null, // there is no line 0
    levels: among(LEVELS, query.get('level')),
    find: query.get('find') ?? '',
    wrap: query.has('wrap'),
  }
}

function printView(page: string, view: Partial<OutputView>): string {
  const { tab, also, line, levels, find, wrap } = { ...WHOLE_OUTPUT, ...view }
  const query = new URLSearchParams()
  if (tab !== null) query.set('tab', tab)
  if (also !== null) query.set('also', also)
  if (line !== null) query.set('line', String(line))
  if (levels.length > 0) query.set('level', levels.join())
  if (find !== '') query.set('find', find)
  return joined(page, query, wrap ? '&wrap' : '')
}

function parseTests(query: URLSearchParams): TestsRoute {
  const sort = query.get('sort') ?? ''
  const key = SORT_KEYS.find((known) => known === sort.replace(/^-/, ''))
  return {
    page: 'tests',
    query: query.get('q') ?? '',
    statuses: parseStatuses(query),
    run: parseIndex(query.get('run')),
    sort: key ?? ALL_TESTS.sort,
    descending: key !== undefined && sort.startsWith('-'),
    columns: query.has('columns') ? among(COLUMN_KEYS, query.get('columns')) : null,
  }
}

/** The elements of `known` that are in a list like `a,b`. */
function among<T extends string>(known: readonly T[], list: string | null): T[] {
  const asked = (list ?? '').split(',')
  return known.filter((one) => asked.includes(one))
}

const parseStatuses = (query: URLSearchParams): Status[] => among(STATUSES, query.get('status'))

function printTests(route: TestsRoute): string {
  const query = filterOf(route)
  const sort = `${route.descending ? '-' : ''}${route.sort}`
  if (sort !== ALL_TESTS.sort) query.set('sort', sort)
  if (route.columns !== null) query.set('columns', route.columns.join())
  return joined('#/tests', query)
}

/** The filters that the pages of tests have in common. */
function filterOf(to: Partial<Pick<TestsRoute, 'query' | 'statuses' | 'run'>>): URLSearchParams {
  const query = new URLSearchParams()
  if (to.query) query.set('q', to.query)
  if (to.statuses?.length) query.set('status', to.statuses.join())
  if ((to.run ?? null) !== null) query.set('run', String(to.run))
  return query
}

function joined(page: string, query: URLSearchParams, more = ''): string {
  const search = query.toString().replaceAll('%2C', ',') + more // a hash may contain commas
  return search === '' ? page : `${page}?${search.replace(/^&/, '')}`
}

function parseHierarchy(query: URLSearchParams): HierarchyRoute {
  return {
    page: 'hierarchy',
    root: query.get('root') ?? '',
    by: query.get('by') === 'count' ? 'count' : 'time',
    open: query.getAll('open'),
    shut: query.getAll('shut'),
    run: parseIndex(query.get('run')),
  }
}

function printHierarchy({ root, by, open, shut, run }: HierarchyRoute): string {
  const query = filterOf({ run })
  if (root !== '') query.set('root', root)
  if (by !== 'time') query.set('by', by)
  for (const path of open) query.append('open', path)
  for (const path of shut) query.append('shut', path)
  return joined('#/hierarchy', query)
}

function parseTimeline(query: URLSearchParams): TimelineRoute {
  const [run, name] = splitOnce(query.get('at') ?? '', '/')
  return {
    page: 'timeline',
    run: parseIndex(query.get('run')),
    view: parseSeconds(query.get('view')),
    range: parseSeconds(query.get('range')),
    at: name === undefined ? null : parseTestAddress(run, name),
    query: query.get('q') ?? '',
    statuses: parseStatuses(query),
  }
}

function printTimeline(route: TimelineRoute): string {
  const { view, range, at } = route
  const query = filterOf(route)
  if (view !== null) query.set('view', printSeconds(view))
  if (range !== null) query.set('range', printSeconds(range))
  const address =
    at === null ? '' : `&at=${encodeURIComponent(testHash(at.run, at.name, at.attempt).slice(7))}`
  return joined('#/timeline', query, address)
}

/** `12.5-80`; null for anything else. */
function parseSeconds(text: string | null): Seconds | null {
  const parts = /^(-?\d{1,9}(?:\.\d{1,6})?)-(-?\d{1,9}(?:\.\d{1,6})?)$/.exec(text ?? '')
  if (parts === null || Number(parts[2]) <= Number(parts[1])) return null
  return [Number(parts[1]), Number(parts[2])]
}

const printSeconds = (seconds: Seconds): string => seconds.map((one) => Number(one.toFixed(6))).join('-')

const parseIndex = (text: string | null): number | null =>
  /^\d{1,9}$/.test(text ?? '') ? Number(text) : null

function splitOnce(text: string, at: string): [string, string?] {
  const found = text.indexOf(at)
  return found < 0 ? [text] : [text.slice(0, found), text.slice(found + 1)]
}
