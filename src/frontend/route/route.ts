/** What the page shows: its pages, what can be chosen on each, and the defaults. */

import type { Status } from '../../format/exported.ts'
import type { TestAddress } from '../../format/links.ts'

/** Optional columns of the table, in their order. */
export const COLUMN_KEYS = ['duration', 'start', 'worker', 'tags', 'run', 'attempt'] as const
export type ColumnKey = (typeof COLUMN_KEYS)[number]

export const SORT_KEYS = ['status', 'name', ...COLUMN_KEYS] as const
export type SortKey = (typeof SORT_KEYS)[number]

export interface TestsRoute {
  readonly page: 'tests'
  readonly query: string
  /** Empty: all. */
  readonly statuses: readonly Status[]
  /** Null: of all runs. */
  readonly run: number | null
  readonly sort: SortKey
  readonly descending: boolean
  /** Null: those that fit. */
  readonly columns: readonly ColumnKey[] | null
}

export interface HomeRoute {
  readonly page: 'home'
  /** Null: all runs. */
  readonly run: number | null
  /** Whether all runs are listed, however many there are. */
  readonly all: boolean
  /** Directory of the published report that this one is compared with; null: the first choice. */
  readonly against: string | null
}

export interface HierarchyRoute {
  readonly page: 'hierarchy'
  /** Path of a module or class, with its last separator; empty: all. */
  readonly root: string
  readonly by: 'time' | 'count'
  /** Paths of modules and classes that the reader opened, and of those open by default that were shut. */
  readonly open: readonly string[]
  readonly shut: readonly string[]
  /** Null: of all runs. */
  readonly run: number | null
}

/** Seconds from the first start of the runs that are shown. */
export type Seconds = readonly [from: number, to: number]

export interface TimelineRoute {
  readonly page: 'timeline'
  /** Null: the runs that are shown by default. */
  readonly run: number | null
  /** Null: the whole timeline. */
  readonly view: Seconds | null
  /** The selected range, which is summed up. */
  readonly range: Seconds | null
  /** The selected test. */
  readonly at: TestAddress | null
  readonly query: string
  readonly statuses: readonly Status[]
}

/** The view of a test's output. */
export interface OutputView {
  /** Name of the attachment; null: the first log. */
  readonly tab: string | null
  /** Name of the attachment chosen beside that one, in the other group; null: the group's first. */
  readonly also: string | null
  /** The line that is pointed at, from 1. */
  readonly line: number | null
  /** Empty: all lines. */
  readonly levels: readonly Level[]
  readonly find: string
  readonly wrap: boolean
}

/** What is left out has its default, see WHOLE_OUTPUT. */
export interface TestRoute extends Partial<OutputView> {
  readonly page: 'test'
  readonly address: TestAddress
}

interface OutputRoute extends Partial<OutputView> {
  readonly page: 'output'
  readonly run: number
}

export type Route =
  | HomeRoute
  | TestsRoute
  | TimelineRoute
  | HierarchyRoute
  | TestRoute
  | OutputRoute
  | { readonly page: 'unknown'; readonly hash: string }

/** Severities of log entries, lowest first. */
export const LEVELS = ['debug', 'info', 'warning', 'error'] as const
export type Level = (typeof LEVELS)[number]

export const WHOLE_OUTPUT: OutputView = {
  tab: null,
  also: null,
  line: null,
  levels: [],
  find: '',
  wrap: false,
}

/** The table by default: the worst tests at the top. */
export const ALL_TESTS: TestsRoute = {
  page: 'tests',
  query: '',
  statuses: [],
  run: null,
  sort: 'status',
  descending: false,
  columns: null,
}

export const HOME: HomeRoute = { page: 'home', run: null, all: false, against: null }

export const WHOLE_HIERARCHY: HierarchyRoute = {
  page: 'hierarchy',
  root: '',
  by: 'time',
  open: [],
  shut: [],
  run: null,
}

export const WHOLE_TIMELINE: TimelineRoute = {
  page: 'timeline',
  run: null,
  view: null,
  range: null,
  at: null,
  query: '',
  statuses: [],
}
