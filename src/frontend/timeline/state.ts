/** The timeline's state: what the URL asks for, and what follows from that and the tests. */

import { computed, effect, signal } from '@preact/signals'
import { STATUSES } from '../../format/exported.ts'
import type { Manifest } from '../../format/report.ts'
import { addressOf, findTest } from '../data/attempts.ts'
import { opening, testsDrawn, testsRead } from '../data/report.ts'
import { countCodes, countUntimed } from '../data/run-facts.ts'
import type { Span } from '../data/span.ts'
import { type DrawnTests, runOf, type Tests } from '../data/tests.ts'
import { printRoute } from '../route/hash.ts'
import { go, latestRoute, refine, route } from '../route/location.ts'
import { type Seconds, type TimelineRoute, WHOLE_TIMELINE } from '../route/route.ts'
import { matchesOf } from '../search/matches.ts'
import { parseQuery } from '../search/query.ts'
import { search } from '../search/search.ts'
import { CODE } from '../text/status.ts'
import { buildModel, buildPyramids, filterPyramids, type Model, runsAtFirst } from './model.ts'
import type { Pyramids } from './pyramid.ts'
import { cut, isSame, within } from './view.ts'

export const asked = latestRoute(WHOLE_TIMELINE)

// separate signals, so that moving the view does not rebuild the model
const run = computed(() => asked.value.run)
const statuses = computed(() => asked.value.statuses.join())
const viewAsked = computed(() => asked.value.view?.join('-') ?? '')

const manifest = computed<Manifest | null>(() =>
  opening.value.state === 'open' ? opening.value.manifest : null,
)
export const names = computed<Tests | null>(() => testsRead.value?.tests ?? null)

/** Indexes of the runs shown by default. */
export const firstRuns = computed<readonly number[]>(() =>
  manifest.value === null ? [] : runsAtFirst(manifest.value),
)

/** Indexes of the runs shown; none if the URL asks for one that the report does not have. */
export const shownRuns = computed<readonly number[]>(() =>
  run.value === null ? firstRuns.value : run.value < (manifest.value?.runs.length ?? 0) ? [run.value] : [],
)

/** Null until the tests are loaded, and if none has times. */
export const model = computed(() => {
  const tests = testsDrawn.value
  return tests === null ? null : buildModel(tests, shownRuns.value)
})

const { query, found } = search(asked, names)

/** Empty: all statuses. */
const chosen = computed(() => {
  void statuses.value
  return asked.peek().statuses
})

/** Per test: 1 if query and statuses match; null: all match. */
export const matches = computed<Uint8Array | null>(() => {
  const [tests, wanted] = [names.value, found.value]
  if (tests === null || chosen.value.length === 0) return wanted
  // an empty query: `found` has applied the words and the filters already
  return matchesOf(tests, { ...parseQuery(''), statuses: chosen.value }, wanted)
})

const wholePyramids = computed(() => (model.value === null ? null : buildPyramids(model.value)))
export const pyramids = computed(() => {
  const [now, whole, wanted] = [model.value, wholePyramids.value, matches.value]
  return now === null || whole === null || wanted === null ? whole : filterPyramids(now, whole, wanted)
})

/** One run alone, unfiltered; reuses what the timeline has built if that shows the same. */
export function drawnOf(tests: DrawnTests, one: number): { model: Model; pyramids: Pyramids } | null {
  const isShown = shownRuns.value.length === 1 && shownRuns.value[0] === one && matches.peek() === null
  if (isShown && model.value !== null && pyramids.value !== null) {
    return { model: model.value, pyramids: pyramids.value }
  }
  const built = buildModel(tests, [one])
  return built === null ? null : { model: built, pyramids: buildPyramids(built) }
}

/** Number of matches of the query in the runs shown, by status code. */
export const counts = computed<readonly number[]>(() => {
  const tests = testsDrawn.value
  return tests === null ? STATUSES.map(() => 0) : countCodes(tests, shownRuns.value, found.value)
})

/** Number of tests of the runs shown. */
export const among = computed<number>(() => {
  const { runStart = [0, 0] } = testsDrawn.value ?? {}
  return shownRuns.value.reduce((sum, one) => sum + runStart[one + 1] - runStart[one], 0)
})

/** Number of tests that match query and statuses in the runs shown; null without a filter. */
export const matching = computed<number | null>(() => {
  if (matches.value === null) return null
  const wanted = chosen.value.length > 0 ? chosen.value : STATUSES
  return wanted.reduce((sum, status) => sum + counts.value[CODE[status]], 0)
})

/** Number of tests that match query and statuses in the runs shown, but have no times: nothing draws them. */
export const untimed = computed<number>(() => {
  const tests = testsDrawn.value
  return tests === null
    ? 0
    : shownRuns.value.reduce((sum, one) => sum + countUntimed(tests, one, matches.value), 0)
})

/** The view. It may change with every frame, and is written to the URL when it rests. */
export const view = signal<Span | null>(null)

/** Time, row, test and chart at the cursor; −1 for none. */
export interface Cursor {
  readonly time: number
  readonly row: number
  readonly test: number
  /** 0 for that of the running tests, then those of the machine. */
  readonly chart: number
}
/** Where pointer or keys have put the cursor. */
export const put = signal<Cursor | null>(null)
/** The cursor; null while it is out of view, since the view may move without it. */
export const cursor = computed<Cursor | null>(() => {
  const [at, seen] = [put.value, view.value]
  // a microsecond more: the view's ends are rounded
  return at !== null && seen !== null && at.time > seen.from - 1 && at.time < seen.to + 1 ? at : null
})
/** The cursor's time as last set by keys. The pointer does not set it: it moves with every frame. */
export const moment = signal<number | null>(null)

/** The chosen test; −1 for none. */
export const selected = computed<number>(() => {
  const { at } = asked.value
  return at === null || names.value === null ? -1 : findTest(names.value, at)
})

/** Whether the URL asks for a test that its run does not have. A run that could not be read has a notice. */
export const isUnknown = computed<boolean>(() => {
  const { at } = asked.value
  return at !== null && selected.value < 0 && testsRead.value?.faults.has(at.run) === false
})

/** The chosen range, which the panel sums up; null for none. */
export const range = computed<Span | null>(() => {
  const now = model.value
  const span = now && toSpan(asked.value.range, now.whole)
  return span && cut(span, now.whole)
})

/** Changes whenever the row of the chosen test has to be in sight, although the test may be the same. */
export const sought = signal<object>({})

/** The test that the pointer has chosen, until it is shown as chosen: its row is in sight. −1 for none. */
export const clicked = signal(-1)

/** Has the row of the chosen test scrolled to. */
export function seek(): void {
  sought.value = {}
}

export interface Resting {
  readonly view: Span
  readonly matches: Uint8Array | null
  /** Aborted when the view or the filter changes again. */
  readonly over: AbortSignal
}

/** View and filter when they and the window last came to rest. Work that walks over all tests waits for it. */
export const resting = signal<Resting | null>(null)

/** Incremented when the window is resized: another number of tests is narrower than a pixel. */
const resized = signal(0)
globalThis.window?.addEventListener('resize', () => {
  resized.value += 1
})

/** Milliseconds without a change after which a view rests. */
const REST = 150
let restTimer = 0
let rested = new AbortController()
effect(() => {
  // the query too, although its matches come later: a key press must not wait for a walk
  void [matches.value, query.value, resized.value]
  if (view.value === null) return
  rested.abort()
  clearTimeout(restTimer)
  // the first time, walks wait for the due frame only, which draws the lanes
  if (resting.peek() === null) requestAnimationFrame(() => setTimeout(rest))
  else restTimer = window.setTimeout(rest, REST)
})

function rest(): void {
  const now = view.peek()
  if (now === null) return
  rested = new AbortController()
  resting.value = { view: now, matches: matches.peek(), over: rested.signal }
}

const isShown = computed(() => route.value.page === 'timeline')

let timer = 0
/** The view in the URL as last applied or written; null: the URL's view has to be applied. */
let written: string | null = null
/** The model that `view` belongs to. For another model, the URL's view or the whole is shown. */
let viewed: Model | null = null
effect(() => {
  if (!isShown.value) {
    // a view left before it was written to the URL must not replace the URL's view on return
    written = null
    return
  }
  const now = model.value
  const text = viewAsked.value
  if (now === null || (now === viewed && text === written)) return
  if (now !== viewed) put.value = null // its row was one of the other runs
  viewed = now
  written = text
  view.value = within(toSpan(asked.peek().view, now.whole) ?? now.whole, now.whole)
})

/** Moves the view, and writes it to the URL when it rests. */
export function look(to: Span): void {
  view.value = to
  clearTimeout(timer)
  timer = window.setTimeout(() => {
    // the reader may have left the page meanwhile, and must not be sent back
    if (route.value.page === 'timeline') change({})
  }, REST)
}

/** Changes the page's choices without a new history entry: back leads to the page before the timeline. */
export function change(to: Partial<TimelineRoute>): void {
  refine(nextRoute(to))
}

/** Chooses a test: `step` adds a history entry; `walk`, for stepping through many, does not. */
export function select(test: number, step: 'step' | 'walk' = 'step'): void {
  const tests = names.value
  if (tests === null || test === selected.value) return
  if (!tests.isNamed(test)) return // its name is unknown, so it has no address
  const to = nextRoute({ at: addressOf(tests, test) })
  if (step === 'step') go(to)
  else refine(to)
}

/** Chooses a range to sum up, or nothing, and deselects the test: a history entry, as for a test. */
export function chooseRange(span: Span | null): void {
  const [now, { range: before, at }] = [model.value, asked.value]
  if (now === null || (span ?? before ?? at) === null) return // there is nothing to drop
  go(nextRoute({ range: span && toSeconds(span, now.whole), at: null }))
}

/** Drops the chosen test, or the range: a history entry, as for choosing it. */
export const drop = (what: 'at' | 'range'): void => go(nextRoute({ [what]: null }))

function nextRoute(to: Partial<TimelineRoute>): TimelineRoute {
  clearTimeout(timer)
  const [now, current] = [model.value, view.value]
  const isWhole = now === null || current === null || isSame(now.whole, current)
  const seconds = isWhole ? null : toSeconds(current, now.whole)
  const next = { ...asked.value, view: seconds, ...to }
  written = next.view?.map((one) => Number(one.toFixed(6))).join('-') ?? ''
  return next
}

const toSeconds = (span: Span, whole: Span): Seconds => [
  (span.from - whole.from) / 1e6,
  (span.to - whole.from) / 1e6,
]

/** Null for none, or if nothing of it is in the whole. */
function toSpan(seconds: Seconds | null, whole: Span): Span | null {
  if (seconds === null) return null
  const span = { from: whole.from + seconds[0] * 1e6, to: whole.from + seconds[1] * 1e6 }
  return span.to <= whole.from || span.from >= whole.to ? null : span
}

/** URL hash of the timeline with a test chosen. */
export function timelineHash(tests: Tests, test: number): string {
  const address = addressOf(tests, test)
  const several = (manifest.value?.runs.length ?? 0) > 1
  return printRoute({ ...WHOLE_TIMELINE, at: address, run: several ? runOf(tests, test) : null })
}
