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

/** Design pixels: the least height of a line of text. More than 12 if the browser has a minimum font size. */
export const LINE = typeof document === 'undefined' ? 12 : Math.max(12, smallestLine() / unit)

/** CSS pixels. Measured, because not every browser reports the size that it has raised. */
function smallestLine(): number {
  const probe = document.body.appendChild(document.createElement('i'))
  probe.style.cssText = 'position:absolute;font-size:1px;line-height:normal'
  probe.textContent = 'x'
  const { height } = probe.getBoundingClientRect()
  probe.remove()
  return height
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

/** Loads the page again if the reader changes the browser's font size: what is shown is in the address. */
export function watchFontSize(): void {
  const probe = document.body.appendChild(document.createElement('i'))
  probe.style.cssText = 'position:absolute;width:1rem;visibility:hidden'
  const width = (): number => probe.getBoundingClientRect().width
  const first = width()
  // zoom changes it by a rounding error
  new ResizeObserver(() => Math.abs(width() - first) > 0.5 && location.reload()).observe(probe)
}
