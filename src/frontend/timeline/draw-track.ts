/** Draws the machine's charts and the chart of how many tests ran. */

import { once } from '../data/once.ts'
import { mix, type Palette, pixel } from '../frame/palette.ts'
import { ROLES, type Role } from '../machine/charts.ts'
import { Bands } from './bands.ts'
import { lineAt, paint, type SampleColumns, type TrackColours } from './track-pixels.ts'
import type { Track } from './tracks.ts'

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

/** Kept from frame to frame: creating an image takes as long as filling it. */
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

const known = new WeakMap<Palette, TrackColours>()

const coloursOf = (palette: Palette): TrackColours =>
  once(known, palette, () => {
    const ground = palette.rgb('--chart-ground')
    const of = (share: number): Record<Role, number> => {
      const colour = (role: Role): number => pixel(mix(ground, palette.rgb(`--chart-${role}`), share))
      return Object.fromEntries(ROLES.map((role) => [role, colour(role)])) as Record<Role, number>
    }
    return { ground: pixel(ground), none: pixel(palette.rgb('--page')), solid: of(1), peak: of(0.4) }
  })

/** Number of running tests, as an area. `running`: per pixel column; `top`: the top of the scale. */
export function drawRunning(
  context: CanvasRenderingContext2D,
  running: Float32Array,
  top: number,
  palette: Palette,
): void {
  const { width, height } = context.canvas
  if (width === 0 || height === 0 || running.length !== width) return
  const { image, pixels } = pictureOf(context.canvas)
  const colours = coloursOf(palette)
  const bands = new Bands(width, height, 1)
  for (let x = 0; x < width; x++) {
    const level = lineAt(running[x], height / top, height)
    if (level < height) bands.begin(x, level, colours.solid.main)
  }
  bands.drawOn(pixels, colours.ground)
  context.putImageData(image, 0, 0)
}
