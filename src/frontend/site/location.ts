/** The index's route as a signal, synchronised with the URL's hash in both directions. */

import { computed, signal } from '@preact/signals'
import { replaceState } from '../route/replace-state.ts'
import { ALL, isSamePage, parseSiteRoute, printSiteRoute, type SiteRoute } from '../route/site-route.ts'

const hash = signal(location.hash)

export const route = computed<SiteRoute>(() => parseSiteRoute(hash.value))
/** Incremented when a page is shown anew; not when one is only refined. */
export const visit = signal(0)

/** The hash as the page last saw or wrote it. */
let known = location.hash

export function watchLocation(): void {
  // that of an address which `settle` has met before comes late: the view may have been refined meanwhile
  window.addEventListener('hashchange', () => location.hash !== known && arrive())
  window.addEventListener('scroll', keepScroll, { passive: true })
  document.addEventListener('click', leave, true) // before a link changes the hash
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

/** `to`: a URL, as for `replaceState`. */
export const keep = (more: Entry, to?: string): void => replaceState({ ...entry(), ...more }, to)

let resting = 0

/** Writes the position after a pause: browsers refuse to write more often. */
function keepScroll(): void {
  clearTimeout(resting)
  resting = window.setTimeout(writeScroll, 150)
}

function writeScroll(): void {
  clearTimeout(resting)
  if (location.hash === hash.value) keep({ top: window.scrollY })
}

function arrive(): void {
  known = location.hash
  if (location.hash === hash.value) return
  const from = route.value
  hash.value = location.hash
  if (!isSamePage(from, route.value)) visit.value += 1
}

/** Changes the view of the same page (one more letter in the search) without a new history entry. */
export function refine(to: SiteRoute): void {
  hash.value = printSiteRoute(to)
  clearTimeout(timer)
  // browsers refuse more than some 100 URL changes in 10 s
  timer = window.setTimeout(settle, 150)
}

let timer = 0

/** Writes a refined view into the URL now. Must be called before the page is left, or the view is lost. */
function settle(): void {
  const isDue = timer !== 0
  clearTimeout(timer)
  timer = 0
  // the reader has edited the hash, and `hashchange` is still to come: show what the reader asked for
  if (location.hash !== known) return arrive()
  if (!isDue) return
  keep({}, hash.value)
  known = location.hash
}

function leave({ target }: MouseEvent): void {
  settle()
  writeScroll()
  const href = target instanceof Element && target.closest('main a')?.getAttribute('href')
  if (href && location.hash === hash.value) keep({ left: `main a[href="${CSS.escape(href)}"]` })
}

/** Shows the same page with a choice made in it: adds a history entry, and does not scroll. */
export function choose(to: SiteRoute): void {
  settle()
  const state = entry()
  known = hash.value = printSiteRoute(to)
  // not `pushState`, which may be forbidden
  location.hash = known
  keep(state)
}

/** Closes the chosen test; if there is none, goes to the list of all reports. */
export function goUp(): void {
  const at = route.value
  if (at.page === 'job' && at.test !== null) choose({ ...at, test: null })
  else if (at.page !== 'all') location.hash = printSiteRoute(ALL)
}
