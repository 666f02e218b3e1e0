/** The index's route as state, kept equal to the URL's hash in both directions. */

import { computed, signal } from '@preact/signals'
import { ALL, isSamePage, parseSiteRoute, printSiteRoute, type SiteRoute } from './route.ts'

const hash = signal(location.hash)

export const route = computed<SiteRoute>(() => parseSiteRoute(hash.value))
/** Grows with every page that is shown anew; not while one is only refined. */
export const visit = signal(0)

export function watchLocation(): void {
  window.addEventListener('hashchange', arrive)
  window.addEventListener('scroll', keepScroll, { passive: true })
  document.addEventListener('click', leave, true) // before a link changes the hash
}

/** What is kept of an entry of the history. */
interface Entry {
  /** Pixels: how far down it was left. */
  readonly top?: number
  /** The link that led away, as a selector. */
  readonly left?: string
  /** Rows of its lists, where they are more than at first. */
  readonly shown?: Readonly<Record<string, number>>
}

export const entry = (): Entry => (history.state as Entry | null) ?? {}

/** `to`: as `replaceState` has it. */
export const keep = (more: Entry, to?: string): void => history.replaceState({ ...entry(), ...more }, '', to)

let resting = 0

/** When it rests: browsers refuse to write more often. */
function keepScroll(): void {
  clearTimeout(resting)
  resting = window.setTimeout(writeScroll, 150)
}

function writeScroll(): void {
  clearTimeout(resting)
  if (location.hash === hash.value) keep({ top: window.scrollY })
}

function arrive(): void {
  if (location.hash === hash.value) return
  const from = route.value
  hash.value = location.hash
  if (!isSamePage(from, route.value)) visit.value += 1
}

/** Shows the same page otherwise, a letter more in the search: no new entry in the history. */
export function refine(to: SiteRoute): void {
  hash.value = printSiteRoute(to)
  clearTimeout(timer)
  // browsers refuse more than some 100 changes of the URL in 10 s
  timer = window.setTimeout(settle, 150)
}

let timer = 0

/** Writes a refined page into the URL now; before it is left, or it would be lost. */
function settle(): void {
  if (timer === 0) return
  clearTimeout(timer)
  timer = 0
  keep({}, hash.value)
}

function leave({ target }: MouseEvent): void {
  settle()
  writeScroll()
  const href = target instanceof Element && target.closest('main a')?.getAttribute('href')
  if (href && location.hash === hash.value) keep({ left: `main a[href="${CSS.escape(href)}"]` })
}

/** The same page with a choice made in it: a way back leads to what was before, and nothing is scrolled. */
export function choose(to: SiteRoute): void {
  settle()
  hash.value = printSiteRoute(to)
  history.pushState(history.state, '', hash.value)
}

/** First out of the chosen test. */
export function goUp(): void {
  const at = route.value
  if (at.page === 'job' && at.test !== null) choose({ ...at, test: null })
  else if (at.page !== 'all') location.hash = printSiteRoute(ALL)
}
