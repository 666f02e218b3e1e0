/** The time axis: marks at round times, with labels. */

import type { Span } from '../data/span.ts'
import { sansFont } from '../frame/canvas-font.ts'
import type { Palette } from '../frame/palette.ts'
import { clockShift, type Zone } from '../text/time.ts'
import { labelOf, ticksOf } from './ticks.ts'

/** Design pixels (frame/density.ts) that a label and the space beside it take. */
const ROOM = 96

export function drawAxis(
  context: CanvasRenderingContext2D,
  view: Span,
  zone: Zone,
  palette: Palette,
  density: number,
): void {
  const { width, height } = context.canvas
  context.clearRect(0, 0, width, height)
  const most = Math.max(3, Math.floor(width / density / ROOM))
  const { step, at } = ticksOf(view, most, (time) => clockShift(time, zone))
  context.font = sansFont(density)
  context.textBaseline = 'middle'
  let free = 0
  let before: number | undefined
  for (const time of at) {
    const x = Math.round(((time - view.from) / (view.to - view.from)) * width)
    context.fillStyle = palette.css('--line-strong')
    context.fillRect(x, 0, Math.max(1, Math.round(density)), height)
    const label = labelOf(time, zone, step, before)
    const left = x + 5 * density
    const right = left + context.measureText(label).width
    // half a time would read as another one, and so would two in one place: dates with zones are long
    if (x < free || right > width) continue
    free = right
    before = time
    context.fillStyle = palette.css('--text-quiet')
    context.fillText(label, left, height / 2 + density)
  }
}
