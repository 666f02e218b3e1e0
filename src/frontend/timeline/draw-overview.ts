/** The strip of all lanes over all time, as a picture. */

import { type Palette, shadeOf } from './palette.ts'
import { fillStrip, type StripScene } from './strip.ts'

export function drawOverview(
  context: CanvasRenderingContext2D,
  scene: StripScene & { readonly palette: Palette },
): void {
  const { width, height } = context.canvas
  if (width === 0 || height === 0) return
  const { worst, busy } = fillStrip(scene, width, height)
  const image = new ImageData(width, height)
  const target = new Uint32Array(image.data.buffer)
  const { pixels } = scene.palette
  for (let at = 0; at < worst.length; at++) target[at] = pixels[shadeOf(worst[at], Math.min(1, busy[at]))]
  context.putImageData(image, 0, 0)
}
