/** What the reader has chosen for all reports; kept where the browser lets us. */

import { signal } from '@preact/signals'
import { nextZone, ZONES, type Zone } from '../text/time.ts'

export type Theme = 'light' | 'dark'

const dark = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)')
const system = (): Theme => (dark().matches ? 'dark' : 'light')

export const theme = signal<Theme>('light')
export const zone = signal<Zone>('local')
/** Whether letters alone are commands: who dictates, or whose hand is not steady, may want none. */
export const letters = signal(true)

/** Before the first paint that has data in it. */
export function applySettings(): void {
  applyKept()
  dark().addEventListener('change', () => {
    if (recall('theme') === null) setTheme(system())
  })
  // a page that is come back to as it was left, while in another one the reader has chosen anew
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) applyKept()
  })
}

function applyKept(): void {
  const chosen = recall('theme')
  setTheme(chosen === 'light' || chosen === 'dark' ? chosen : system())
  zone.value = ZONES.find((one) => one === recall('zone')) ?? 'local'
  letters.value = recall('letters') === null
}

/** The other one. Where that is the system's own, the page follows the system again. */
export function switchTheme(): void {
  setTheme(theme.value === 'dark' ? 'light' : 'dark')
  remember('theme', theme.value === system() ? null : theme.value)
}

/** The next of the clocks: the reader's, UTC, one that starts with the tests. */
export function switchZone(): void {
  setZone(nextZone(zone.value))
}

export function setZone(to: Zone): void {
  zone.value = to
  remember('zone', to === 'local' ? null : to)
}

export function switchLetters(): void {
  letters.value = !letters.value
  remember('letters', letters.value ? null : 'off')
}

function setTheme(to: Theme): void {
  theme.value = to
  document.documentElement.dataset['theme'] = to
}

/** localStorage throws where cookies are blocked and in sandboxes; the choice then lasts as the page does. */
function recall(key: string): string | null {
  try {
    return localStorage.getItem(`stackviz-${key}`)
  } catch {
    return null
  }
}

function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`stackviz-${key}`)
    else localStorage.setItem(`stackviz-${key}`, value)
  } catch {
    // see above
  }
}
