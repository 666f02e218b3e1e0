/** The route as state, kept equal to the URL's hash in both directions. */

import { computed, signal } from '@preact/signals'
import { HOME, parseRoute, printRoute, type Route } from './route.ts'

const hash = signal(location.hash)

export const route = computed<Route>(() => parseRoute(hash.value))
/** Grows with every page shown anew, back and forward included; not while a view is only refined. */
export const visit = signal(0)

/** The hash as the page last saw or wrote it. */
let known = location.hash

/** A number for each entry of the history: scroll positions are kept by it. */
interface Entry {
  readonly entry: number
  /** Of all entries, for when the page is loaded anew. */
  readonly positions: ReadonlyMap<string, number>
}

let entries = 0
let current = 0
/** The first entry that is this report's: going back from it would leave the report. */
let firstEntry = 0

export function watchLocation(): void {
  if ('scrollRestoration' in history) history.scrollRestoration = 'manual'
  const kept = (history.state as Entry | null)?.positions
  if (kept instanceof Map) positions = kept
  current = entryOf(history.state) ?? newEntry()
  window.addEventListener('hashchange', arrive)
  document.addEventListener('click', settle, true) // before a link changes the hash
}

function arrive(): void {
  known = location.hash
  if (location.hash === hash.value) return
  places.set(current, placeOf(document.activeElement))
  current = entryOf(history.state) ?? newEntry()
  const before = route.value.page
  hash.value = location.hash
  // these move to where they are sent; they are not built anew for it
  const moves = before === 'timeline' || before === 'hierarchy'
  if (!moves || route.value.page !== before) visit.value += 1
}

/** At once, not when the browser tells of it: the next key may already mean the new page. */
export function go(to: Route): void {
  settle()
  location.hash = printRoute(to)
  arrive()
}

/** Shows the same page otherwise (a letter more in the search): no new entry in the history. */
export function refine(to: Route): void {
  hash.value = printRoute(to)
  schedule()
}

let timer = 0

/** Browsers refuse more than some 100 changes of the URL in 10 s: typing and scrolling are written down when they rest. */
function schedule(): void {
  clearTimeout(timer)
  timer = window.setTimeout(settle, 150)
}

/** Writes a refined view into the URL now; before the page is left, or it would be lost. */
export function settle(): void {
  const isDue = timer !== 0
  clearTimeout(timer)
  timer = 0
  // changed by hand meanwhile, and not told of as yet: that is where the reader wants to be
  if (location.hash !== known) return arrive()
  if (!isDue) return
  replaceState({ entry: current, positions }, location.hash === hash.value ? undefined : hash.value)
  known = location.hash
}

/** Entries that the reader came to by going up: back from there would be down again. */
const above = new Set<number>()

/** To where the reader came from inside the report; else to the page above. */
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

function replaceState(state: Entry, to?: string): void {
  try {
    history.replaceState(state, '', to)
  } catch {
    if (to !== undefined) location.replace(to) // where a sandbox forbids replaceState
  }
}

let positions = new Map<string, number>()

/** Where the reader had scrolled to in this entry of the history, per scrolling element. */
export const scrolledTo = (what: string): number => positions.get(`${current} ${what}`) ?? 0

export function keepScroll(what: string, top: number): void {
  positions.set(`${current} ${what}`, top)
  schedule()
}

const places = new Map<number, string>()

/** What had the focus when this entry of the history was left, as a selector; empty where nothing is known. */
export const placeLeft = (): string => places.get(current) ?? ''

/** A table and a picture know themselves where in them one was; all else that leads on is a link. */
function placeOf(element: Element | null): string {
  const role = element?.closest('[role=grid], [role=application]')?.getAttribute('role')
  if (role) return `main [role=${role}]`
  const href = element?.getAttribute('href')
  return href ? `main a[href="${CSS.escape(href)}"]` : ''
}
