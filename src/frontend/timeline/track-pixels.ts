/** A machine chart as columns of pixels: a column shows the mean and the peak of its samples. */

import { beginOf } from '../../measures.ts'
import type { Span } from '../data/span.ts'
import type { Role } from '../machine/charts.ts'
import { maxOf, meanOf, roundEnd } from '../machine/sample-pyramid.ts'
import { Bands } from './bands.ts'
import { firstAfter, type MachineTracks, type Track } from './tracks.ts'

/** Pixel x shows the samples from `first[x]` to before `end[x]`; none if both are equal. */
export interface SampleColumns {
  readonly first: Uint32Array
  readonly end: Uint32Array
}

/**
 * Shared by all charts of a log. A pixel in which no interval ends shows the sample of the interval that it is
 * in, if any. A pixel with many samples ends where a block of the sample pyramid does.
 */
export function sampleColumns(log: MachineTracks, view: Span, width: number): SampleColumns {
  const { time } = log
  const [first, end] = [new Uint32Array(width), new Uint32Array(width)]
  const step = (view.to - view.from) / width
  let next = firstAfter(time, view.from)
  for (let x = 0; x < width; x++) {
    const to = view.from + (x + 1) * step
    const from = next
    let last = next
    while (last < time.length && time[last] <= to) last += 1
    // the samples rounded off go to the next pixel
    next = x === width - 1 ? last : roundEnd(from, last)
    const isWithin = next === from && from < time.length && beginOf(log, from) < to
    first[x] = from
    end[x] = isWithin ? from + 1 : next
  }
  return { first, end }
}

/** Pixel values as ImageData stores them. */
export interface TrackColours {
  readonly ground: number
  readonly none: number
  readonly solid: Readonly<Record<Role, number>>
  readonly peak: Readonly<Record<Role, number>>
}

/** Pure except that it fills `target`. */
export function paint(
  target: Uint32Array,
  width: number,
  height: number,
  { series, stacked, top }: Track,
  { first, end }: SampleColumns,
  colours: TrackColours,
): void {
  const samples = series.map((one) => one.samples)
  // looked up once, not for every pixel
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
    // from the bottom up: each series is visible where it rises above those before
    let floor = height
    if (stacked) {
      // parts of a whole, the first at the bottom
      for (let i = 0; i < samples.length; i++) {
        const mean = meanOf(samples[i], from, to)
        // NaN, or too little to rise above those before
        const ceiling = mean > 0 ? toLine(floor - mean * scale) : floor
        if (ceiling >= floor) continue
        bands.begin(x, ceiling, solid[i])
        floor = ceiling
      }
    } else {
      // the last series in front; of two, the lower one, so that neither hides the other; peaks at the back
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

/** The line that a value reaches; a value above 0 takes at least one line. */
export const lineAt = (value: number, scale: number, height: number): number =>
  value > 0 ? Math.min(height - 1, toLine(height - value * scale)) : height

/** Rounded and clamped to the top line. `| 0`: lines as integers are twice as fast as with Math.round. */
const toLine = (place: number): number => (place > 0 ? (place + 0.5) | 0 : 0)
