/** A chart of the machine as columns of pixels: what lies on a pixel is told by its mean and its peak. */

import type { Role } from '../machine/charts.ts'
import { maxOf, meanOf } from '../machine/sample-pyramid.ts'
import type { Span } from './pyramid.ts'
import { firstAfter, type MachineTracks, type Track } from './tracks.ts'

/** Pixel x shows the samples from `first[x]` to before `end[x]`; none where both are equal. */
export interface SampleColumns {
  readonly first: Uint32Array
  readonly end: Uint32Array
}

/** Shared by all charts of a log. A pixel between two samples takes the earlier one, but for in a hole. */
export function sampleColumns({ time, hole }: MachineTracks, view: Span, width: number): SampleColumns {
  const [first, end] = [new Uint32Array(width), new Uint32Array(width)]
  const step = (view.to - view.from) / width
  let next = firstAfter(time, view.from)
  for (let x = 0; x < width; x++) {
    const to = view.from + (x + 1) * step
    const from = next
    while (next < time.length && time[next] <= to) next += 1
    // the sample before holds until the first of its own
    const held = from > 0 && to - step - time[from - 1] <= hole ? from - 1 : from
    first[x] = next > from ? from : held
    end[x] = Math.max(next, first[x] < from ? from : next)
  }
  return { first, end }
}

/** Pixels as ImageData has them. */
export interface TrackColours {
  readonly ground: number
  readonly none: number
  readonly solid: Readonly<Record<Role, number>>
  readonly peak: Readonly<Record<Role, number>>
}

/** Fills `target`, line by line. */
export function paint(
  target: Uint32Array,
  width: number,
  height: number,
  { series, stacked, top }: Track,
  { first, end }: SampleColumns,
  colours: TrackColours,
): void {
  target.fill(colours.none)
  const scale = height / top
  for (let x = 0; x < width; x++) {
    const [from, to] = [first[x], end[x]]
    if (from === to) continue
    for (let y = 0, at = x; y < height; y++, at += width) target[at] = colours.ground
    let floor = height
    for (const { role, samples } of stacked ? series : highestFirst(series, from, to)) {
      const mean = meanOf(samples, from, to)
      if (Number.isNaN(mean)) continue
      if (stacked) {
        const ceiling = Math.max(0, Math.round(floor - mean * scale))
        column(target, width, x, ceiling, floor, colours.solid[role])
        floor = ceiling
      } else {
        const peak = lineAt(maxOf(samples, from, to), scale, height)
        const level = lineAt(mean, scale, height)
        blend(target, width, x, peak, level, colours.peak[role], colours.ground)
        column(target, width, x, level, height, colours.solid[role])
      }
    }
  }
}

/** So that none hides another. */
function highestFirst(series: Track['series'], from: number, to: number): Track['series'] {
  if (series.length !== 2) return series
  const [one, other] = series
  return meanOf(one.samples, from, to) < meanOf(other.samples, from, to) ? [other, one] : series
}

/** What is not nothing is at least a line. */
export const lineAt = (value: number, scale: number, height: number): number =>
  value > 0 ? Math.max(0, Math.min(height - 1, Math.round(height - value * scale))) : height

export function column(
  target: Uint32Array,
  width: number,
  x: number,
  from: number,
  to: number,
  colour: number,
): void {
  for (let y = from, at = from * width + x; y < to; y++, at += width) target[at] = colour
}

/** A peak stands behind what is there already. */
function blend(
  target: Uint32Array,
  width: number,
  x: number,
  from: number,
  to: number,
  colour: number,
  ground: number,
): void {
  for (let y = from, at = from * width + x; y < to; y++, at += width)
    if (target[at] === ground) target[at] = colour
}
