/** A chart of the machine as columns of pixels: what lies on a pixel is told by its mean and its peak. */

import type { Role } from '../machine/charts.ts'
import { maxOf, meanOf } from '../machine/sample-pyramid.ts'
import { mix, type Palette, pixel } from './palette.ts'
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

export function drawTrack(
  context: CanvasRenderingContext2D,
  track: Track,
  columns: SampleColumns,
  palette: Palette,
): void {
  const { width, height } = context.canvas
  if (width === 0 || height === 0) return
  const { image, pixels } = pictureOf(context.canvas)
  paint(pixels, width, height, track, columns, coloursOf(palette))
  context.putImageData(image, 0, 0)
}

interface Picture {
  readonly image: ImageData
  readonly pixels: Uint32Array
}

const pictures = new WeakMap<HTMLCanvasElement, Picture>()

/** Kept from frame to frame: to make one takes as long as to fill it. */
function pictureOf(canvas: HTMLCanvasElement): Picture {
  const { width, height } = canvas
  let picture = pictures.get(canvas)
  if (picture?.image.width !== width || picture.image.height !== height) {
    const image = new ImageData(width, height)
    picture = { image, pixels: new Uint32Array(image.data.buffer) }
    pictures.set(canvas, picture)
  }
  return picture
}

interface Colours {
  readonly ground: number
  readonly none: number
  readonly solid: Readonly<Record<Role, number>>
  readonly peak: Readonly<Record<Role, number>>
}

const known = new WeakMap<Palette, Colours>()

function coloursOf(palette: Palette): Colours {
  let colours = known.get(palette)
  if (colours === undefined) {
    const ground = palette.rgb('--chart-ground')
    const of = (share: number): Record<Role, number> => {
      const colour = (role: Role): number => pixel(mix(ground, palette.rgb(`--chart-${role}`), share))
      return { main: colour('main'), second: colour('second'), wait: colour('wait'), back: colour('back') }
    }
    colours = { ground: pixel(ground), none: pixel(palette.rgb('--page')), solid: of(1), peak: of(0.4) }
    known.set(palette, colours)
  }
  return colours
}

/** Pure but for `target`, which it fills: for the tests and for the benchmark. */
export function paint(
  target: Uint32Array,
  width: number,
  height: number,
  { series, stacked, top }: Track,
  { first, end }: SampleColumns,
  colours: Colours,
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
const lineAt = (value: number, scale: number, height: number): number =>
  value > 0 ? Math.max(0, Math.min(height - 1, Math.round(height - value * scale))) : height

function column(
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

/** How many tests run, as an area. `running`: of each pixel; `top`: of the scale. */
export function drawRunning(
  context: CanvasRenderingContext2D,
  running: Float32Array,
  top: number,
  palette: Palette,
): void {
  const { width, height } = context.canvas
  if (width === 0 || height === 0 || running.length !== width) return
  const { image, pixels: target } = pictureOf(context.canvas)
  const colours = coloursOf(palette)
  target.fill(colours.ground)
  for (let x = 0; x < width; x++) {
    column(target, width, x, lineAt(running[x], height / top, height), height, colours.solid.main)
  }
  context.putImageData(image, 0, 0)
}
