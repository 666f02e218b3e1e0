/** Pixels: of the page's design, of CSS, and of the screen. */

import { signal } from '@preact/signals'

/**
 * How many of CSS one of the design is: 1, unless the reader has another size of letters than browsers come with.
 * Measured: where a least size is set, browsers name that one as the root's, but do not go by it.
 */
export const unit = typeof document === 'undefined' ? 1 : widthOf('100rem', document.body) / 1600

/** Of a length there, in pixels of CSS. */
export function widthOf(length: string, there: HTMLElement): number {
  const probe = there.appendChild(document.createElement('i'))
  probe.style.cssText = `position:absolute;width:${length}`
  const { width } = probe.getBoundingClientRect()
  probe.remove()
  return width
}

/** For CSS: pixels of the design, as scripts/build-frontend.ts makes those of the styles. */
export const rem = (pixels: number): string => `${pixels / 16}rem`

/** How many of the screen one of the design is, as a signal: a window moved to another screen keeps its size. */
export const density = signal(1)

export function watchDensity(): void {
  density.value = window.devicePixelRatio * unit
  const same = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
  same.addEventListener('change', watchDensity, { once: true })
}
