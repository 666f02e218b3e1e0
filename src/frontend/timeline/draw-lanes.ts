/** Draws the lanes: rows of pixels, and over them the forms and names of slices that are wide enough. */

import { IDLE } from '../data/ranks.ts'
import type { Span } from '../data/span.ts'
import type { Tests } from '../data/tests.ts'
import { type Palette, shadeOf } from '../frame/palette.ts'
import { statusOf } from '../text/status.ts'
import { drawGap, drawSlice } from './forms.ts'
import { gapBefore } from './gaps.ts'
import { type Layout, type Part, rowsIn } from './layout.ts'
import { wholeOfRun } from './model.ts'
import { fillRow, type RowPixels, rowPixels, type WideSlice } from './pixels.ts'
import { firstFrom } from './rows.ts'
import type { StripScene } from './strip.ts'

export interface LanesScene extends StripScene {
  readonly layout: Layout
  /** The part of the layout that is drawn. */
  readonly part: Part
  readonly view: Span
  /** Null until the names are loaded. */
  readonly names: Tests | null
  readonly palette: Palette
  /** Device pixels per design pixel (frame/density.ts). */
  readonly density: number
}

/** Design pixels: least width of a slice with a form, and of a gap that is drawn. */
const WIDE = 6
const GAP_FROM = 4

/** Draws pixels row by row into a canvas of its own, which is kept from frame to frame. */
export class LanesPainter {
  private readonly canvas = document.createElement('canvas')
  private image: ImageData | null = null
  private pixels: RowPixels = rowPixels(0)
  /** Per pixel column of the last picture: how many tests ran, on average. */
  running: Float32Array = new Float32Array(0)

  draw(context: CanvasRenderingContext2D, scene: LanesScene): void {
    const { width, height } = context.canvas
    if (width === 0 || height === 0) return
    const [first, end] = rowsIn(scene.layout, scene.part)
    const wide = this.fill(width, scene, first, end)
    context.clearRect(0, 0, width, height)
    this.blit(context, scene, first, end)
    for (let i = first; i < end; i++) {
      drawGaps(context, scene, i, this.line(i - first))
      drawSlices(context, scene, i, wide[i])
    }
  }

  private line(row: number): Uint32Array {
    const { width, data } = this.image ?? new ImageData(1, 1)
    return new Uint32Array(data.buffer, 4 * row * width, width)
  }

  /** Fills all rows, since all count as running; keeps the pixels of `first` to before `end` only. */
  private fill(width: number, scene: LanesScene, first: number, end: number): WideSlice[][] {
    const { model, view, matches, density } = scene
    const { rows, tests, whole } = model
    const height = Math.max(1, end - first)
    if (this.image?.width !== width || this.image.height !== height) {
      this.image = new ImageData(width, height)
      this.pixels = rowPixels(width)
      this.running = new Float32Array(width)
      this.canvas.width = width
      this.canvas.height = height
    }
    const target = new Uint32Array(this.image.data.buffer)
    const { worst, busy, edge } = this.pixels
    const { running } = this
    running.fill(0)
    const options = { view, span: whole, matches, wideFrom: WIDE * density }
    const { pixels } = scene.palette
    return rows.map((row, i) => {
      const wide = fillRow(this.pixels, tests, row, scene.pyramids[i], options)
      for (let x = 0; x < width; x++) running[x] += Math.min(1, busy[x] + edge[x])
      const line = (i - first) * width
      if (i >= first && i < end)
        for (let x = 0; x < width; x++) target[line + x] = pixels[shadeOf(worst[x], busy[x])]
      return wide
    })
  }

  private blit(context: CanvasRenderingContext2D, scene: LanesScene, first: number, end: number): void {
    if (this.image === null) return
    const { width } = this.image
    const { layout, density } = scene
    this.canvas.getContext('2d', { willReadFrequently: true })?.putImageData(this.image, 0, 0)
    context.imageSmoothingEnabled = false
    for (const { firstRow, rows } of layout.lanes) {
      const [from, to] = [Math.max(first, firstRow), Math.min(end, firstRow + rows)]
      if (from >= to) continue
      const { top } = heightOf(scene, from)
      const height = Math.round((to - from) * layout.rowHeight * density)
      context.drawImage(this.canvas, 0, from - first, width, to - from, 0, top, width, height)
    }
  }
}

/**
 * Draws gaps on idle pixels only: a short test is drawn wider than it is, and a gap would cover it. So the
 * pixels tell where to look for gaps, however many tests are in view.
 */
function drawGaps(
  context: CanvasRenderingContext2D,
  scene: LanesScene,
  index: number,
  line: Uint32Array,
): void {
  const { density, palette, view, model, names } = scene
  if (names === null) return
  const { length } = line
  const row = model.rows[index]
  const whole = wholeOfRun(model, row)
  const idle = palette.pixels[shadeOf(IDLE, 0)]
  const scale = length / (view.to - view.from)
  // of a gap wide enough to be drawn all pixels are idle but one or two at its ends
  const fewest = Math.max(1, GAP_FROM * density - 2)
  for (let left = 0, right = 0; left < length; left = right + 1) {
    right = left
    // with its bounds checked, for reading beyond them makes the loop three times as slow
    while (right < length && line[right] === idle) right += 1
    if (right - left < fewest) continue
    const middle = view.from + (left + right) / 2 / scale
    const gap = gapBefore(names, row, firstFrom(row, names, middle), whole, (GAP_FROM * density) / scale)
    if (gap === null) continue
    const from = Math.max(left, Math.floor((gap.from - view.from) * scale))
    const to = Math.min(right, Math.ceil((gap.to - view.from) * scale))
    if (from < to)
      drawGap(context, palette, gap, { left: from, right: to, density, ...heightOf(scene, index) })
  }
}

function drawSlices(
  context: CanvasRenderingContext2D,
  scene: LanesScene,
  index: number,
  wide: readonly WideSlice[],
): void {
  const { density, palette, model } = scene
  for (const { test, left, right } of wide) {
    const dimmed = scene.matches !== null && scene.matches[test] === 0
    const status = dimmed ? null : statusOf(model.tests, test)
    drawSlice(context, palette, status, { left, right, density, ...heightOf(scene, index) }, () =>
      scene.names === null ? '' : scene.names.name(test),
    )
  }
}

const heightOf = ({ layout, part, density }: LanesScene, row: number): { top: number; height: number } => ({
  top: Math.round((layout.top[row] - part.top) * density),
  height: Math.round(layout.rowHeight * density),
})
