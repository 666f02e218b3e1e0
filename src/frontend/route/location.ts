/** The report's address, and what its history entries keep: where the reader was, and where back leads. */

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { goTo, hash, schedule, settle, visit, watchAddress } from './address.ts'
import { parseRoute, printRoute } from './hash.ts'
import { replaceState } from './replace-state.ts'
import { HOME, type Route } from './route.ts'

export { visit }

/** Incremented when the reader has come to another history entry; `visit` only if the page is shown anew, too. */
export const arrival = signal(0)

export const route = computed<Route>(() => parseRoute(hash.value))

/** The last route of `first`'s page, kept while another page is shown, for the way back; until then `first`. */
export function latestRoute<R extends Route>(first: R): ReadonlySignal<R> {
  let latest = first
  return computed(() => {
    const now = route.value
    if (now.page === first.page) latest = now as R
    return latest
  })
}

export const homeAsked = latestRoute(HOME)

/** All runs, still compared with the report that the reader chose. */
export const home = (): Route => ({ ...HOME, against: homeAsked.value.against })

export function go(to: Route): void {
  leave()
  goTo(printRoute(to))
}

/** Changes the view of the same page (one more letter in the search) without a new history entry. */
export function refine(to: Route): void {
  hash.value = printRoute(to)
  schedule()
}

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
  watchAddress(follow, () => ({ entry: current, positions }))
  document.addEventListener('click', leave, true) // before a link changes the hash
}

/** Must be called before the entry is left. */
function leave(): void {
  settle()
  // an entry of the same address has been come to without an event
  current = entryOf(history.state) ?? current
}

function follow(to: string): void {
  places.set(current, placeOf(document.activeElement))
  const known = entryOf(history.state)
  const [before, steps] = [route.value.page, stepsBack()]
  current = known ?? newEntry()
  hash.value = to
  // the timeline and the hierarchy move to the new route, and are not rendered anew
  const moves = (before === 'timeline' || before === 'hierarchy') && route.value.page === before
  if (!moves) visit.value += 1
  arrival.value += 1
  if (known === undefined) backFrom.set(current, moves ? steps && steps + 1 : 1)
}

/** How many steps lead back from each entry to what was before its page; 0 if that is not in this report. */
const backFrom = new Map<number, number>()

const stepsBack = (): number => backFrom.get(current) ?? (current > firstEntry ? 1 : 0)

/** Goes back to what was before this page, if that is in the report; else to the page above. */
export function goBack(): void {
  leave()
  const { page } = route.value
  const steps = stepsBack()
  // browsers forget all but some 50 entries
  if (steps > 0 && steps < history.length) return history.go(-steps)
  if (page === 'home') return
  go(page === 'test' ? parseRoute('#/tests') : home())
  backFrom.set(current, 0)
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

/** Whether something else than 0 has ever been kept: the 0 of now is then the reader's choice. */
export const isKept = (what: string): boolean => positions.has(`${current} ${what}`)

/** Keeps what a reader who goes back would miss, but who sends a link would not: the URL stays short. */
export function keep(what: string, value: number): void {
  if (value === kept(what)) return
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
