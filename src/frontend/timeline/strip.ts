/** All lanes over the whole time in a strip: where several rows share a line, the worst status is shown. */

import type { Model } from './model.ts'
import { fillRow, rowPixels } from './pixels.ts'
import type { Pyramids } from './pyramid.ts'

export interface StripScene {
  readonly model: Model
  readonly pyramids: Pyramids
  readonly matches: Uint8Array | null
}

/** Ranks and busy shares: `lines` lines of `width` pixels. */
export interface Strip {
  readonly worst: Uint8Array
  readonly busy: Float32Array
}

/** A line stands for one or more rows, or a row fills one or more lines. */
export function fillStrip(scene: StripScene, width: number, lines: number): Strip {
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
  return strip
}
