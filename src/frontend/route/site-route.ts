/**
 * What the index shows, encoded in the URL's hash:
 *
 *     #/?q=nova                        all: jobs of the default branch, pull requests, branches
 *     #/branch/main, #/pull/812        the reports of a branch or pull request; ?job=unit: of one job
 *     #/unknown-code                   those that may have tested any code
 *     #/job/unit?on=pull:812           a job's last reports; on=all, on=branch:x, on=unknown-code, without: default branch;
 *                                      &q= &sort=failures &test= for its tests; &workflow= as for ?job,
 *                                      where several workflows have a job of that name
 *     #/compare/7-1-unit/9-1-unit      two reports by their directories, the earlier one first
 *
 * Defaults are left out.
 */

/**
 * A branch (an empty name: the tags) or a pull request, whose reports belong together; or all those of events
 * that do not say which code was tested.
 */
export type Line =
  | { readonly kind: 'branch'; readonly name: string }
  | { readonly kind: 'pull'; readonly number: number }
  | { readonly kind: 'unknown' }

const UNKNOWN_CODE = 'unknown-code'

export const SORTS = ['slowest', 'failures', 'changed', 'name'] as const
export type Sort = (typeof SORTS)[number]

export interface JobRoute {
  readonly page: 'job'
  readonly name: string
  /** Null if the name alone is enough. */
  readonly workflow: string | null
  /** `default`: the default branch. */
  readonly on: Line | 'default' | 'all'
  readonly query: string
  readonly sort: Sort
  /** Key of the chosen test. */
  readonly test: string | null
}

export interface CompareRoute {
  readonly page: 'compare'
  /** Directories below `runs/`. */
  readonly before: string
  readonly after: string
}

export interface ReportsRoute {
  readonly page: 'reports'
  readonly line: Line
  /** Null for all jobs. */
  readonly job: string | null
  /** Of `job`; null if that is enough. */
  readonly workflow: string | null
}

export type SiteRoute =
  | { readonly page: 'all'; readonly query: string }
  | ReportsRoute
  | JobRoute
  | CompareRoute
  | { readonly page: 'unknown'; readonly hash: string }

export const ALL: SiteRoute = { page: 'all', query: '' }

export const jobRoute = (name: string, more: Partial<JobRoute> = {}): JobRoute => ({
  page: 'job',
  name,
  workflow: null,
  on: 'default',
  query: '',
  sort: 'slowest',
  test: null,
  ...more,
})

export const lineRoute = (line: Line, more: Partial<ReportsRoute> = {}): ReportsRoute => ({
  page: 'reports',
  line,
  job: null,
  workflow: null,
  ...more,
})

export function parseSiteRoute(hash: string): SiteRoute {
  const text = hash.replace(/^#?\/?/, '')
  const at = text.indexOf('?')
  const query = new URLSearchParams(at < 0 ? '' : text.slice(at + 1))
  const [page, ...rest] = (at < 0 ? text : text.slice(0, at)).split('/').map(decode)
  const known = parseKnown(page, rest, query)
  return known ?? { page: 'unknown', hash }
}

function parseKnown(page: string | null, rest: (string | null)[], query: URLSearchParams): SiteRoute | null {
  const [one, other] = rest
  if (page === '' && rest.length === 0) return { page: 'all', query: query.get('q') ?? '' }
  const of = { job: query.get('job'), workflow: query.get('workflow') }
  if (page === UNKNOWN_CODE && rest.length === 0) return lineRoute({ kind: 'unknown' }, of)
  if (one === null || one === undefined) return null
  if (page === 'compare' && rest.length === 2 && other) return { page, before: one, after: other }
  if (rest.length > 1) return null
  if (page === 'branch') return lineRoute({ kind: 'branch', name: one }, of)
  if (page === 'pull' && isNumber(one)) return lineRoute({ kind: 'pull', number: Number(one) }, of)
  return page === 'job' ? parseJob(one, query) : null
}

function parseJob(name: string, query: URLSearchParams): JobRoute | null {
  const on = parseOn(query.get('on') ?? '')
  if (on === null) return null
  return jobRoute(name, {
    workflow: query.get('workflow'),
    on,
    query: query.get('q') ?? '',
    sort: SORTS.find((sort) => sort === query.get('sort')) ?? 'slowest',
    test: query.get('test'),
  })
}

/** Null for anything else, as in a link of a later version: other reports than it names would be shown. */
export function parseOn(text: string): JobRoute['on'] | null {
  if (text === '') return 'default'
  if (text === 'all') return text
  if (text === UNKNOWN_CODE) return { kind: 'unknown' }
  if (text.startsWith('branch:')) return { kind: 'branch', name: text.slice(7) }
  if (text.startsWith('pull:') && isNumber(text.slice(5)))
    return { kind: 'pull', number: Number(text.slice(5)) }
  return null
}

export function printSiteRoute(route: SiteRoute): string {
  switch (route.page) {
    case 'all':
      return withQuery('#/', { q: route.query })
    case 'reports':
      return withQuery(`#/${pathOf(route.line)}`, { job: route.job ?? '', workflow: route.workflow ?? '' })
    case 'job':
      return withQuery(`#/job/${encode(route.name)}`, {
        workflow: route.workflow ?? '',
        on: printOn(route.on),
        q: route.query,
        sort: route.sort === 'slowest' ? '' : route.sort,
        test: route.test ?? '',
      })
    case 'compare':
      return `#/compare/${encode(route.before)}/${encode(route.after)}`
    case 'unknown':
      return route.hash
  }
}

function pathOf(line: Line): string {
  if (line.kind === 'unknown') return UNKNOWN_CODE
  return line.kind === 'pull' ? `pull/${line.number}` : `branch/${encode(line.name)}`
}

/** Whether both are the page of the same job, whatever test, search and order are chosen in it. */
export function isSamePage(one: SiteRoute, other: SiteRoute): boolean {
  if (one.page !== 'job' || other.page !== 'job') return false
  return one.name === other.name && one.workflow === other.workflow && printOn(one.on) === printOn(other.on)
}

export function printOn(on: JobRoute['on']): string {
  if (on === 'default') return ''
  if (on === 'all') return on
  if (on.kind === 'unknown') return UNKNOWN_CODE
  return on.kind === 'pull' ? `pull:${on.number}` : `branch:${on.name}`
}

function withQuery(path: string, parts: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(parts).filter(([, value]) => value !== ''))
  const text = query.toString().replaceAll('%3A', ':')
  return text === '' ? path : `${path}?${text}`
}

const isNumber = (text: string): boolean => /^[1-9]\d{0,8}$/.test(text)

const encode = (text: string): string => encodeURIComponent(text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD'))

/** Null for an invalid percent-encoding. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
