/** Draws the strip of all lanes over the whole time. */

import type { Status } from '../../format/exported.ts'
import { RANK_OF_CODE, RANKS } from '../data/ranks.ts'
import { density } from '../frame/density.ts'
import { type Palette, pixel, shadeOf } from '../frame/palette.ts'
import { CODE } from '../text/status.ts'
import { fillStrip, type StripScene } from './strip.ts'

/** Design pixels between two hatch lines. */
const HATCH = 4
/** As in wide slices (forms.ts). */
const HATCHES: Readonly<Partial<Record<Status, string>>> = {
  skip: '--fill-skip-hatch',
  inprogress: '--lane-ground',
  unknown: '--lane-ground',
}

export function drawOverview(
  context: CanvasRenderingContext2D,
  scene: StripScene & { readonly palette: Palette },
): void {
  const { width, height } = context.canvas
  if (width === 0 || height === 0) return
  const { worst, busy } = fillStrip(scene, width, height)
  const image = new ImageData(width, height)
  const target = new Uint32Array(image.data.buffer)
  const { pixels, rgb } = scene.palette
  /** By rank; 0: none. */
  const hatches = new Uint32Array(RANKS)
  for (const [status, colour] of Object.entries(HATCHES))
    hatches[RANK_OF_CODE[CODE[status as Status]]] = pixel(rgb(colour))
  const apart = Math.round(HATCH * density.value)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const hatch = (x + y) % apart === 0 ? hatches[worst[at]] : 0
      target[at] = hatch === 0 ? pixels[shadeOf(worst[at], Math.min(1, busy[at]))] : hatch
    }
  }
  context.putImageData(image, 0, 0)
}
