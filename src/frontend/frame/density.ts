/** How many pixels of the screen one of CSS is, as a signal: a window moved to another screen keeps its size. */

import { signal } from '@preact/signals'

export const density = signal(1)

export function watchDensity(): void {
  density.value = window.devicePixelRatio
  const same = window.matchMedia(`(resolution: ${density.value}dppx)`)
  same.addEventListener('change', watchDensity, { once: true })
}
