/** The reader's settings for all reports, stored if the browser allows it. */

import { signal } from '@preact/signals'
import { nextZone, ZONES, type Zone } from '../text/time.ts'

export type Theme = 'light' | 'dark'

const dark = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)')
const system = (): Theme => (dark().matches ? 'dark' : 'light')

export const theme = signal<Theme>('light')
export const zone = signal<Zone>('local')
/** Whether single characters are commands: readers who dictate, or have unsteady hands, may not want them. */
export const letters = signal(true)

/** Must be called before data is first painted. */
export function applySettings(): void {
  applyKept()
  dark().addEventListener('change', () => {
    if (recall('theme') === null) setTheme(system())
  })
  // a page from the back/forward cache: the settings may have been changed on another page meanwhile
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

/** Switches to the other theme. If that is the system's, the page follows the system again. */
export function switchTheme(): void {
  setTheme(theme.value === 'dark' ? 'light' : 'dark')
  remember('theme', theme.value === system() ? null : theme.value)
}

/** Switches to the next clock: local time, UTC, relative to the first test. */
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

/** localStorage throws if cookies are blocked, and in sandboxes; a setting then lasts as long as the page. */
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
