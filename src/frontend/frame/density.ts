/** Converts between design pixels, CSS pixels and device pixels. */

import { signal } from '@preact/signals'

/**
 * CSS pixels per design pixel: 1, unless the reader has changed the browser's font size. Measured, because
 * browsers report a minimum font size as the root's font size, but do not use it for rem.
 */
export const unit = typeof document === 'undefined' ? 1 : widthOf('100rem', document.body) / 1600

/** CSS pixels of a CSS length inside that element. */
export function widthOf(length: string, there: HTMLElement): number {
  const probe = there.appendChild(document.createElement('i'))
  probe.style.cssText = `position:absolute;width:${length}`
  const { width } = probe.getBoundingClientRect()
  probe.remove()
  return width
}

/** Design pixels as a CSS length, converted as scripts/build-frontend.ts does in the styles. */
export const rem = (pixels: number): string => `${pixels / 16}rem`

/** Device pixels per design pixel. A signal: a window that moves to another screen keeps its size. */
export const density = signal(1)

export function watchDensity(): void {
  density.value = window.devicePixelRatio * unit
  const same = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
  same.addEventListener('change', watchDensity, { once: true })
}
