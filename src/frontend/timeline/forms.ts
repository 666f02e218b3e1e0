/**
 * Slices and gaps that are wide enough for a form: colour alone never conveys a status.
 *
 *     success ▓▓▓▓   skip ╱╱╱╱   fail ████   xfail ▒≈▒   uxsuccess ▒▒◣   inprogress ███╱╱ (open end)
 */

import type { Status } from '../../format/exported.ts'
import { formatDuration } from '../../words/duration.ts'
import { monoFont } from '../frame/canvas-font.ts'
import { fitText } from '../frame/fit-text.ts'
import { FILLS, type Palette, TEXTS } from '../frame/palette.ts'
import { LEAST_LETTERS, labelWithin, splitName } from '../text/name.ts'
import type { Gap } from './gaps.ts'

/** Device pixels; `density` device pixels make a design pixel (frame/density.ts). */
export interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly height: number
  readonly density: number
}

/** Width of a usual letter in the labels' font, in design pixels. */
const LETTER = 6.65

/** `status`: null if the filter rejects the test. */
export function drawSlice(
  context: CanvasRenderingContext2D,
  palette: Palette,
  status: Status | null,
  box: Box,
  name: () => string,
): void {
  const seen = clip(context, box)
  if (seen.right <= seen.left) return
  if (status === 'skip') hatch(context, seen, palette.css('--fill-skip-hatch'))
  if (status === 'inprogress' || status === 'unknown') hatch(context, seen, palette.css('--lane-ground'))
  const fill = status === null ? '--fill-dimmed' : FILLS[status]
  // the name only where there is room for some of it: it may have to be put together
  const words = (letters: number): string => (letters < LEAST_LETTERS ? '' : labelOf(name(), letters))
  write(context, palette, seen, TEXTS[fill] ?? '--slice-text', fill, words)
  // after the label, whose plate may reach to the end
  if (status === 'inprogress') openEnd(context, box, palette.css('--lane-ground'))
  if (status === 'uxsuccess') notch(context, box, palette.css('--lane-ground'))
}

function clip(context: CanvasRenderingContext2D, box: Box): Box {
  const { left, right } = box
  return { ...box, left: Math.max(0, left), right: Math.min(context.canvas.width, right) }
}

/** On a plate, since there may be a hatch below. `words`: the label for a given number of letters. */
function write(
  context: CanvasRenderingContext2D,
  palette: Palette,
  { left, right, top, height, density }: Box,
  colour: string,
  plate: string,
  words: (letters: number) => string,
): void {
  if (height < 12 * density) return
  context.font = monoFont(density)
  const label = fitText(context, right - left - 8 * density, LETTER * density, words)
  if (label === '') return
  context.fillStyle = palette.css(plate)
  context.fillRect(left, top, context.measureText(label).width + 8 * density, height)
  context.textBaseline = 'middle'
  context.fillStyle = palette.css(colour)
  // in a low row higher, or Safari's underscores would be below it
  context.fillText(label, left + 4 * density, top + Math.min((height + density) / 2, height - 6 * density))
}

/** The method, preceded by the class if there is room. */
function labelOf(name: string, letters: number): string {
  const { owner, method } = splitName(name)
  return labelWithin(letters, owner + method, method)
}

const patterns = new Map<string, CanvasPattern | null>()

/** Fills a box with diagonals, `apart` design pixels apart. */
function hatch(context: CanvasRenderingContext2D, box: Box, colour: string, apart = 6): void {
  const { left, right, top, height, density } = box
  const key = `${colour} ${density} ${apart}`
  if (!patterns.has(key)) patterns.set(key, diagonals(context, colour, density, apart))
  const pattern = patterns.get(key)
  if (!pattern) return
  context.fillStyle = pattern
  context.fillRect(left, top, right - left, height)
}

function diagonals(
  context: CanvasRenderingContext2D,
  colour: string,
  density: number,
  apart: number,
): CanvasPattern | null {
  const size = Math.round(apart * density)
  const tile = document.createElement('canvas')
  tile.width = tile.height = size
  const pen = tile.getContext('2d')
  if (pen === null) return null
  pen.strokeStyle = colour
  pen.lineWidth = density
  pen.beginPath()
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - 1, size + 1)
    pen.lineTo(shift + size + 1, -1)
  }
  pen.stroke()
  return context.createPattern(tile, 'repeat')
}

/** A torn edge: when the test ended is unknown. */
function openEnd(context: CanvasRenderingContext2D, box: Box, colour: string): void {
  const { left, right, top, height, density } = box
  const tooth = Math.min(right - left, 5 * density)
  context.fillStyle = colour
  context.beginPath()
  const teeth = Math.max(1, Math.round(height / (6 * density)))
  for (let i = 0; i < teeth; i++) {
    const [from, to] = [top + (i * height) / teeth, top + ((i + 1) * height) / teeth]
    context.moveTo(right, from)
    context.lineTo(right - tooth, from)
    context.lineTo(right, (from + to) / 2)
    context.lineTo(right - tooth, to)
    context.lineTo(right, to)
  }
  context.fill()
}

/** Cuts off a corner. */
function notch(context: CanvasRenderingContext2D, { right, top, density }: Box, colour: string): void {
  const size = 5 * density
  context.fillStyle = colour
  context.beginPath()
  context.moveTo(right - size, top)
  context.lineTo(right, top)
  context.lineTo(right, top + size)
  context.fill()
}

/** Within a class: bare ground. Before a class: a thread. At the end: hatched, with its duration. */
export function drawGap(context: CanvasRenderingContext2D, palette: Palette, gap: Gap, box: Box): void {
  if (gap.kind === 'within') return
  const seen = clip(context, box)
  if (gap.kind !== 'end') {
    const thread = Math.max(1, Math.round(box.density))
    context.fillStyle = palette.css('--lane-between')
    context.fillRect(seen.left, seen.top, seen.right - seen.left, seen.height)
    context.fillStyle = palette.css('--lane-gap')
    context.fillRect(seen.left, seen.top + ((seen.height - thread) >> 1), seen.right - seen.left, thread)
    return
  }
  hatch(context, seen, palette.css('--lane-gap'), 10)
  const words = `idle ${formatDuration(gap.to - gap.from)}`
  write(context, palette, seen, '--text-quiet', '--lane-ground', (letters) =>
    letters < words.length ? '' : words,
  )
}
