/** A chart of the machine as columns of pixels: what lies on a pixel is told by its mean and its peak. */

import type { Role } from '../machine/charts.ts'
import { maxOf, meanOf, roundEnd } from '../machine/sample-pyramid.ts'
import { Bands } from './bands.ts'
import type { Span } from './pyramid.ts'
import { firstAfter, type MachineTracks, type Track } from './tracks.ts'

/** Pixel x shows the samples from `first[x]` to before `end[x]`; none where both are equal. */
export interface SampleColumns {
  readonly first: Uint32Array
  readonly end: Uint32Array
}

/**
 * Shared by all charts of a log. A pixel between two samples takes the earlier one, but for in a hole. Where
 * a pixel has many samples, its edge is where a block of them ends.
 */
export function sampleColumns({ time, hole }: MachineTracks, view: Span, width: number): SampleColumns {
  const [first, end] = [new Uint32Array(width), new Uint32Array(width)]
  const step = (view.to - view.from) / width
  let next = firstAfter(time, view.from)
  for (let x = 0; x < width; x++) {
    const to = view.from + (x + 1) * step
    const from = next
    let last = next
    while (last < time.length && time[last] <= to) last += 1
    // what is left over is the next pixel's
    next = x === width - 1 ? last : roundEnd(from, last)
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

/** Pure but for `target`, which it fills. */
export function paint(
  target: Uint32Array,
  width: number,
  height: number,
  { series, stacked, top }: Track,
  { first, end }: SampleColumns,
  colours: TrackColours,
): void {
  const samples = series.map((one) => one.samples)
  // looked up once, not at every pixel
  const solid = Uint32Array.from(series, ({ role }) => colours.solid[role])
  const peak = Uint32Array.from(series, ({ role }) => colours.peak[role])
  const bands = new Bands(width, height, 2 * series.length + 1)
  const scale = height / top
  for (let x = 0; x < width; x++) {
    const from = first[x]
    const to = end[x]
    if (from === to) {
      bands.begin(x, 0, colours.none)
      continue
    }
    // from the bottom up: each begins where it is above those before
    let floor = height
    if (stacked) {
      // parts of a whole, the first at the bottom
      for (let i = 0; i < samples.length; i++) {
        const mean = meanOf(samples[i], from, to)
        // NaN, or nothing that could be above those before
        const ceiling = mean > 0 ? toLine(floor - mean * scale) : floor
        if (ceiling >= floor) continue
        bands.begin(x, ceiling, solid[i])
        floor = ceiling
      }
    } else {
      // the last in front, of two the lower one, so that none hides another; behind all means the peaks
      const last = samples.length - 1
      const isTurned = last === 1 && meanOf(samples[0], from, to) < meanOf(samples[1], from, to)
      for (let k = last; k >= 0; k--) {
        const i = isTurned ? last - k : k
        const level = lineAt(meanOf(samples[i], from, to), scale, height)
        if (level >= floor) continue
        bands.begin(x, level, solid[i])
        floor = level
      }
      for (let i = 0; i < samples.length; i++) {
        const level = lineAt(maxOf(samples[i], from, to), scale, height)
        if (level >= floor) continue
        bands.begin(x, level, peak[i])
        floor = level
      }
    }
  }
  bands.drawOn(target, colours.ground)
}

/** The line that a value reaches; what is not nothing is at least a line. */
export const lineAt = (value: number, scale: number, height: number): number =>
  value > 0 ? Math.min(height - 1, toLine(height - value * scale)) : height

/** Rounded, the top line for what is above it. By `| 0`: as integers lines are twice as fast as by Math.round. */
const toLine = (place: number): number => (place > 0 ? (place + 0.5) | 0 : 0)
