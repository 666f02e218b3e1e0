/** All lanes over all time in a strip: of many rows on one line the worst is seen. */

import type { Model } from './model.ts'
import { type Palette, shadeOf } from './palette.ts'
import { fillRow, rowPixels } from './pixels.ts'
import type { Pyramid } from './pyramid.ts'
import { FAILING_RANK } from './ranks.ts'

interface OverviewScene {
  readonly model: Model
  readonly pyramids: readonly Pyramid[]
  readonly matches: Uint8Array | null
  readonly palette: Palette
}

/** Ranks and shares of the strip: `lines` lines of `width` pixels. */
export interface Strip {
  readonly worst: Uint8Array
  readonly busy: Float32Array
}

/** Lines stand for one or more rows, or rows for one or more lines. */
export function fillStrip(scene: Omit<OverviewScene, 'palette'>, width: number, lines: number): Strip {
  const { model, pyramids, matches } = scene
  const { rows, tests, whole } = model
  const strip = { worst: new Uint8Array(width * lines), busy: new Float32Array(width * lines) }
  const pixels = rowPixels(width)
  const share = Math.min(1, lines / rows.length)
  const options = { view: whole, span: whole, matches, wideFrom: Number.POSITIVE_INFINITY }
  rows.forEach((row, i) => {
    fillRow(pixels, tests, row, pyramids[i], options)
    const first = Math.floor((i * lines) / rows.length)
    const last = Math.max(first + 1, Math.floor(((i + 1) * lines) / rows.length))
    for (let line = first; line < last; line++) {
      for (let x = 0, at = line * width; x < width; x++, at++) {
        if (pixels.worst[x] > strip.worst[at]) strip.worst[at] = pixels.worst[x]
        strip.busy[at] += pixels.busy[x] * share
      }
    }
  })
  widenFailures(strip, width, lines)
  return strip
}

/** A failure that is one pixel wide takes the next one too, unless that is as bad. */
function widenFailures({ worst }: Strip, width: number, lines: number): void {
  for (let line = 0; line < lines; line++) {
    for (let x = width - 2, at = line * width + x; x >= 0; x--, at--) {
      if (worst[at] >= FAILING_RANK && worst[at] > worst[at + 1]) worst[at + 1] = worst[at]
    }
  }
}

export function drawOverview(context: CanvasRenderingContext2D, scene: OverviewScene): void {
  const { width, height } = context.canvas
  if (width === 0 || height === 0) return
  const { worst, busy } = fillStrip(scene, width, height)
  const image = new ImageData(width, height)
  const target = new Uint32Array(image.data.buffer)
  const { pixels } = scene.palette
  for (let at = 0; at < worst.length; at++) target[at] = pixels[shadeOf(worst[at], Math.min(1, busy[at]))]
  context.putImageData(image, 0, 0)
}
