/** Draws the boxes of the icicle. */

import type { Tests } from '../data/tests.ts'
import { sansFont } from '../frame/canvas-font.ts'
import { fitText } from '../frame/fit-text.ts'
import { FILLS, mix, type Palette, TEXTS } from '../frame/palette.ts'
import { labelWithin } from '../text/name.ts'
import { type Box, isLoud } from './layout.ts'

/** Height of a row, like all lengths here in design pixels (frame/density.ts). */
export const ROW = 24
/** Width of a usual letter in the label's font. */
const LETTER = 6.3
const STRIP = 4
/** Fill → its share in a box's tint. Others have 0.15, even failures: a strip shows how much failed. */
const TINT: Readonly<Record<string, number>> = { '--fill-success': 0.5, '--fill-skip': 0.7 }

export function drawIcicle(
  context: CanvasRenderingContext2D,
  palette: Palette,
  density: number,
  tests: Tests,
  boxes: readonly Box[],
  current: Box | null,
): void {
  context.font = sansFont(density)
  context.textBaseline = 'middle'
  const tints = tintsOf(palette)
  for (const loud of [false, true]) {
    for (const box of boxes) if (isLoud(tests, box) === loud) drawBox(context, palette, tints, density, box)
  }
  if (current === null) return
  const [left, top, width, height] = pixelsOf(current, density)
  context.strokeStyle = palette.css('--text')
  context.lineWidth = 2 * density
  context.strokeRect(left + density, top + density, Math.max(1, width - 2 * density), height - 2 * density)
}

/** Fill → its tint, computed once per picture instead of once per box. */
function tintsOf(palette: Palette): Readonly<Record<string, string>> {
  const ground = palette.rgb('--lane-ground')
  const tint = (fill: string): string => `rgb(${mix(ground, palette.rgb(fill), TINT[fill] ?? 0.15).join()})`
  return Object.fromEntries(Object.values(FILLS).map((fill) => [fill, tint(fill)]))
}

function drawBox(
  context: CanvasRenderingContext2D,
  palette: Palette,
  tints: Readonly<Record<string, string>>,
  density: number,
  box: Box,
): void {
  const { node, test, foot } = box
  const [left, top, width, height] = pixelsOf(box, density)
  const fill = FILLS[node.statusOf(test)]
  // a module or class has the tint of its worst test
  context.fillStyle = test < 0 ? tints[fill] : palette.css(fill)
  context.fillRect(left, top, width, height)
  if (test < 0 && node.failed > 0) {
    const failed = Math.max(foot * density, (width * node.failed) / node.count)
    context.fillStyle = palette.css('--fill-fail')
    context.fillRect(left, top + height - STRIP * density, Math.min(width, failed), STRIP * density)
  }
  const label = fitText(context, width - 8 * density, LETTER * density, (letters) =>
    labelWithin(letters, node.labelOf(test)),
  )
  if (label === '') return
  context.fillStyle = palette.css((test >= 0 && TEXTS[fill]) || '--slice-text')
  context.fillText(label, left + 4 * density, top + height / 2)
}

/** Left, top, width, height in device pixels; a pixel before the next box is left free. */
function pixelsOf({ left, right, row }: Box, density: number): [number, number, number, number] {
  const from = Math.round(left * density)
  const gap = right - left > 3 ? 1 : 0
  return [
    from,
    row * ROW * density,
    Math.max(1, Math.round(right * density) - from - gap),
    (ROW - 1) * density,
  ]
}
