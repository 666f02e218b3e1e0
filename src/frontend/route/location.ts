/** The route as a signal, synchronised with the URL's hash in both directions. */

import { computed, signal } from '@preact/signals'
import { parseRoute, printRoute } from './hash.ts'
import { replaceState } from './replace-state.ts'
import { HOME, type Route } from './route.ts'

const hash = signal(location.hash)

export const route = computed<Route>(() => parseRoute(hash.value))
/** Incremented when a page is shown anew, also by back and forward; not when a view is only refined. */
export const visit = signal(0)

/** The hash as the page last saw or wrote it. */
let known = location.hash

/** The state of a history entry: its number, which is part of the keys of what is kept. */
interface Entry {
  readonly entry: number
  /** What is kept of all entries, for when the page is reloaded. */
  readonly positions: ReadonlyMap<string, number>
}

let entries = 0
let current = 0
/** The first history entry of this report: going back from it would leave the report. */
let firstEntry = 0

export function watchLocation(): void {
  if ('scrollRestoration' in history) history.scrollRestoration = 'manual'
  const before = (history.state as Entry | null)?.positions
  if (before instanceof Map) positions = before
  current = entryOf(history.state) ?? newEntry()
  // that of an address which `go` wrote comes late: the view may have been refined meanwhile
  window.addEventListener('hashchange', () => location.hash !== known && arrive())
  document.addEventListener('click', settle, true) // before a link changes the hash
}

function arrive(): void {
  known = location.hash
  if (location.hash === hash.value) return
  places.set(current, placeOf(document.activeElement))
  current = entryOf(history.state) ?? newEntry()
  const before = route.value.page
  hash.value = location.hash
  // the timeline and the hierarchy move to the new route, and are not rendered anew
  const moves = before === 'timeline' || before === 'hierarchy'
  if (!moves || route.value.page !== before) visit.value += 1
}

/** Shows the page at once, not on `hashchange`: the next key may already be meant for it. */
export function go(to: Route): void {
  settle()
  location.hash = printRoute(to)
  arrive()
}

/** Changes the view of the same page (one more letter in the search) without a new history entry. */
export function refine(to: Route): void {
  hash.value = printRoute(to)
  schedule()
}

let timer = 0

/** Browsers refuse more than some 100 URL changes in 10 s: typing and scrolling are written after a pause. */
function schedule(): void {
  clearTimeout(timer)
  timer = window.setTimeout(settle, 150)
}

/** Writes a refined view into the URL now. Must be called before the page is left, or the view is lost. */
function settle(): void {
  const isDue = timer !== 0
  clearTimeout(timer)
  timer = 0
  // the reader has edited the hash, and `hashchange` is still to come: show what the reader asked for
  if (location.hash !== known) return arrive()
  if (!isDue) return
  replaceState({ entry: current, positions }, location.hash === hash.value ? undefined : hash.value)
  known = location.hash
}

/** Entries that the reader reached by going up: back from there would lead down again. */
const above = new Set<number>()

/** Goes back, if that stays inside the report and does not lead down again; else to the page above. */
export function goBack(): void {
  settle()
  const { page } = route.value
  if (current > firstEntry && !above.has(current)) return history.back()
  if (page === 'home') return
  go(page === 'test' ? parseRoute('#/tests') : HOME)
  above.add(current)
}

function newEntry(): number {
  entries = Math.max(entries, current) + 1
  if (firstEntry === 0) firstEntry = entries
  replaceState({ entry: entries, positions })
  return entries
}

function entryOf(state: unknown): number | undefined {
  const entry = (state as Entry | null)?.entry
  if (typeof entry !== 'number') return undefined
  entries = Math.max(entries, entry)
  if (firstEntry === 0) firstEntry = entry
  return entry
}

let positions = new Map<string, number>()

/** What was kept in this history entry: a scroll position in pixels, how much of a list is open; 0 if nothing. */
export const kept = (what: string): number => positions.get(`${current} ${what}`) ?? 0

/** Keeps what a reader who goes back would miss, but who sends a link would not: the URL stays short. */
export function keep(what: string, value: number): void {
  positions.set(`${current} ${what}`, value)
  schedule()
}

const places = new Map<number, string>()

/** Selector of what had the focus when this history entry was left; empty if unknown. */
export const placeLeft = (): string => places.get(current) ?? ''

/** Tables and pictures remember the place inside them; everything else that leads to a page is a link. */
function placeOf(element: Element | null): string {
  const role = element?.closest('[role=grid], [role=application]')?.getAttribute('role')
  if (role) return `main [role=${role}]`
  const isRow = element?.matches('tr') === true
  const href = (isRow ? element.querySelector('a') : element)?.getAttribute('href')
  if (!href) return ''
  const link = `a[href="${CSS.escape(href)}"]`
  return isRow ? `main tr:has(${link})` : `main ${link}`
}
