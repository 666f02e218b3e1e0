/** Draws the strip of all lanes over the whole time. */

import { SKIPPED } from '../data/ranks.ts'
import { density } from '../frame/density.ts'
import { type Palette, pixel, shadeOf } from '../frame/palette.ts'
import { fillStrip, type StripScene } from './strip.ts'

/** Design pixels between two hatch lines of skipped tests. */
const HATCH = 4

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
  const hatch = pixel(rgb('--fill-skip-hatch'))
  const apart = Math.round(HATCH * density.value)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const isHatched = worst[at] === SKIPPED && (x + y) % apart === 0
      target[at] = isHatched ? hatch : pixels[shadeOf(worst[at], Math.min(1, busy[at]))]
    }
  }
  context.putImageData(image, 0, 0)
}
