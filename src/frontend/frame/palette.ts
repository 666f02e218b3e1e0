/** The theme's colours as pixel values. */

import type { Status } from '../../format/exported.ts'
import { once } from '../data/once.ts'
import { FAILING_RANK, IDLE, RANKS, SKIPPED, statusOfRank } from '../data/ranks.ts'
import type { Theme } from './settings.ts'

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number]

/** Shades of a fill, from hardly busy to always busy. */
const SHADES = 32

export interface Palette {
  /** [rank × SHADES + shade] → a pixel as ImageData stores it. */
  readonly pixels: Uint32Array
  readonly rgb: (property: string) => Rgb
  readonly css: (property: string) => string
}

/** Fill of each status. In wide slices a form distinguishes them as well (timeline/forms.ts). */
export const FILLS: Readonly<Record<Status, string>> = {
  success: '--fill-success',
  skip: '--fill-skip',
  fail: '--fill-fail',
  xfail: '--fill-amber',
  uxsuccess: '--fill-amber',
  inprogress: '--fill-fail',
  unknown: '--fill-fail',
}

/** Text colour on a fill, if not `--slice-text`. */
export const TEXTS: Readonly<Partial<Record<string, string>>> = {
  '--fill-amber': '--slice-text-amber',
  '--fill-fail': '--slice-text-fail',
  '--fill-dimmed': '--text-quiet',
}

let read: { readonly of: Theme; readonly palette: Palette } | null = null

/** The palette of the page's current theme, which is `theme`. */
export function paletteOf(theme: Theme): Palette {
  if (read?.of !== theme) read = { of: theme, palette: readPalette() }
  return read.palette
}

function readPalette(): Palette {
  const known = new Map<string, string>()
  const css = (property: string): string =>
    once(known, property, () => {
      // resolved only for an element in the document, which the canvas to draw on may have left
      const probe = document.head.appendChild(document.createElement('i'))
      probe.style.cssText = `color: var(${property}); forced-color-adjust: none`
      const { color } = getComputedStyle(probe)
      probe.remove()
      return color
    })
  const rgb = (property: string): Rgb => parseColour(css(property))
  return { pixels: shades(rgb), rgb, css }
}

/** `rgb(1, 2, 3)`, `rgb(1 2 3 / 0.5)`, `color(srgb 0.1 0.2 0.3)`. */
export function parseColour(text: string): Rgb {
  const numbers = (text.match(/[\d.]+(?:e-?\d+)?/g) ?? []).map(Number)
  const [r = 0, g = 0, b = 0] = text.startsWith('color(') ? numbers.map((n) => n * 255) : numbers
  return [r, g, b]
}

function shades(rgb: (property: string) => Rgb): Uint32Array {
  const pixels = new Uint32Array(RANKS * SHADES)
  const ground = rgb('--lane-ground')
  for (let rank = 0; rank < RANKS; rank++) {
    const fill = rank === IDLE ? ground : rgb(rank === 1 ? '--fill-dimmed' : FILLS[statusOfRank(rank)])
    // full colour, however short the test: failures must be seen, and skips are always short
    const isWhole = rank >= FAILING_RANK || rank === SKIPPED
    for (let shade = 0; shade < SHADES; shade++) {
      const share = isWhole ? 1 : 0.3 + (0.7 * shade) / (SHADES - 1)
      pixels[rank * SHADES + shade] = pixel(mix(ground, fill, share))
    }
  }
  return pixels
}

export const shadeOf = (rank: number, busy: number): number =>
  rank * SHADES + Math.min(SHADES - 1, Math.floor(busy * SHADES))

export const mix = (from: Rgb, to: Rgb, share: number): Rgb => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
]

export function pixel(colour: Rgb): number {
  const [red, green, blue] = colour.map(Math.round)
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0
}
