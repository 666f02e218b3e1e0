/** The index's address, and what its history entries keep. */

import { computed, signal } from '@preact/signals'
import { goTo, hash, isShown, schedule, settle, visit, watchAddress } from '../route/address.ts'
import { replaceState } from '../route/replace-state.ts'
import { ALL, isSamePage, parseSiteRoute, printSiteRoute, type SiteRoute } from '../route/site-route.ts'

export { visit }

/** Incremented when the reader has come to another history entry; `visit` only if the page is another, too. */
export const arrival = signal(0)

export const route = computed<SiteRoute>(() => parseSiteRoute(hash.value))

/** Changes the view of the same page (one more letter in the search) without a new history entry. */
export function refine(to: SiteRoute): void {
  hash.value = printSiteRoute(to)
  schedule()
}

export function watchLocation(): void {
  watchAddress(follow, entry)
  window.addEventListener('scroll', keepScroll, { passive: true })
  document.addEventListener('click', leave, true) // before a link changes the hash
}

function follow(to: string): void {
  const from = route.value
  hash.value = to
  if (!isSamePage(from, route.value)) visit.value += 1
  arrival.value += 1
}

/** The state of a history entry. */
interface Entry {
  /** Scroll position in pixels. */
  readonly top?: number
  /** Selector of the link that led away. */
  readonly left?: string
  /** List → rows shown, if these are more than at first. */
  readonly shown?: Readonly<Record<string, number>>
}

export const entry = (): Entry => (history.state as Entry | null) ?? {}

export const keep = (more: Entry): void => replaceState({ ...entry(), ...more })

let resting = 0

/** Writes the position after a pause: browsers refuse to write more often. */
function keepScroll(): void {
  clearTimeout(resting)
  resting = window.setTimeout(writeScroll, 150)
}

function writeScroll(): void {
  clearTimeout(resting)
  if (isShown() && window.scrollY !== (entry().top ?? 0)) keep({ top: window.scrollY })
}

function leave({ target }: MouseEvent): void {
  settle()
  writeScroll()
  const href = target instanceof Element && target.closest('main a')?.getAttribute('href')
  if (href && isShown()) keep({ left: `main a[href="${CSS.escape(href)}"]` })
}

/** Whether the reader has scrolled this history entry, or come back to it. */
export const isKnown = (): boolean => (entry().top ?? entry().left) !== undefined

/** Shows the same page with a choice made in it: adds a history entry, and does not scroll. */
export function choose(to: SiteRoute): void {
  settle()
  const { shown = {} } = entry()
  goTo(printSiteRoute(to))
  keep({ shown })
}

/** Closes the chosen test; if there is none, goes to the list of all reports. */
export function goUp(): void {
  const at = route.value
  if (at.page === 'job' && at.test !== null) choose({ ...at, test: null })
  else if (at.page !== 'all') location.hash = printSiteRoute(ALL)
}
