/**
 * The page's address: the URL's hash as a signal, synchronised in both directions. The report and a site's index
 * have routes and history entries of their own: see their `location.ts`.
 */

import { signal } from '@preact/signals'
import { replaceState } from './replace-state.ts'

/** Whoever sets it must call `schedule`. */
export const hash = signal(location.hash)
/** Incremented when a page is shown anew, also by back and forward; not when a view is only refined. */
export const visit = signal(0)

/** The hash as the page last saw or wrote it. */
let known = location.hash
/** Sets the signals when the reader has come to another address. */
let follow: (to: string) => void
/** The state of the history entry, which is written with the hash. */
let stateOf: () => object

export function watchAddress(follows: typeof follow, state: typeof stateOf): void {
  follow = follows
  stateOf = state
  // that of an address which `arrive` has met before comes late: the view may have been refined meanwhile
  window.addEventListener('hashchange', () => location.hash !== known && arrive())
}

/** Whether the browser's hash is that of the page which is shown. */
export const isShown = (): boolean => location.hash === hash.value

function arrive(): void {
  known = location.hash
  if (!isShown()) follow(known)
}

/** Shows the page at once, not on `hashchange`: the next key may already be meant for it. */
export function goTo(to: string): void {
  settle()
  location.hash = to // not `pushState`, which may be forbidden
  arrive()
}

let timer = 0

/** Browsers refuse more than some 100 URL changes in 10 s: typing and scrolling are written after a pause. */
export function schedule(): void {
  clearTimeout(timer)
  timer = window.setTimeout(settle, 150)
}

/** Writes a refined view into the URL now. Must be called before the page is left, or the view is lost. */
export function settle(): void {
  const isDue = timer !== 0
  clearTimeout(timer)
  timer = 0
  // the reader has edited the hash, and `hashchange` is still to come: show what the reader asked for
  if (location.hash !== known) return arrive()
  if (!isDue) return
  replaceState(stateOf(), isShown() ? undefined : hash.value)
  known = location.hash
}
