/**
 * Terminal colours. A text is split into runs of one style, and all other escapes are removed. Background
 * colours are not shown: the text might be unreadable on them.
 */

import { ESCAPE } from '../../../reason.ts'

/** The eight terminal colours; black and white become the text's own, the others suit both themes. */
const COLOURS = ['', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', ''] as const

export interface AnsiStyle {
  readonly colour: (typeof COLOURS)[number] | 'grey'
  readonly bold: boolean
  readonly dim: boolean
  readonly underline: boolean
}

export const PLAIN: AnsiStyle = { colour: '', bold: false, dim: false, underline: false }

export interface AnsiRun {
  /** Index of the first character in the input, counting escapes. */
  readonly at: number
  readonly text: string
  readonly style: AnsiStyle
}

/** The runs, and the style at the end of the text. */
export function parseAnsi(text: string, from: AnsiStyle = PLAIN): { runs: AnsiRun[]; style: AnsiStyle } {
  const runs: AnsiRun[] = []
  let [style, at] = [from, 0]
  for (const escape of text.matchAll(ESCAPE)) {
    if (escape.index > at) runs.push({ at, text: text.slice(at, escape.index), style })
    if (escape[2] === 'm') style = restyle(style, escape[1])
    at = escape.index + escape[0].length
  }
  if (at < text.length) runs.push({ at, text: text.slice(at), style })
  return { runs, style }
}

/** More parameters than a style has: a sequence of a megabyte is no style. */
const MOST_CODES = 64

function restyle(style: AnsiStyle, parameters: string): AnsiStyle {
  // `38:2::r:g:b` has a field for a colour space, usually empty, which `38;2;r;g;b` lacks
  const codes = parameters
    .slice(0, 256)
    .replace(/([34]8:2):\d*:(?=\d+:\d+:\d)/g, '$1:')
    .split(/[;:]/, MOST_CODES)
    .map(Number)
  let next = style
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]
    if (code === 38 || code === 48) {
      const [colour, used] = extended(codes, i)
      if (code === 38) next = { ...next, colour }
      i += used
    } else next = restyled(next, code)
  }
  return next
}

function restyled(style: AnsiStyle, code: number): AnsiStyle {
  if (code === 0) return PLAIN
  if (code === 1) return { ...style, bold: true }
  if (code === 2) return { ...style, dim: true }
  if (code === 22) return { ...style, bold: false, dim: false }
  if (code === 4) return { ...style, underline: true }
  if (code === 24) return { ...style, underline: false }
  if (code === 39) return { ...style, colour: '' }
  if (code >= 30 && code <= 37) return { ...style, colour: COLOURS[code - 30] }
  if (code >= 90 && code <= 97) return { ...style, colour: bright(code - 90) }
  return style
}

/** Bright black is grey. */
const bright = (n: number): AnsiStyle['colour'] => (n === 0 ? 'grey' : COLOURS[n])

/** `38;5;n` and `38;2;r;g;b`: the colour, and how many parameters it took. */
function extended(codes: readonly number[], at: number): [AnsiStyle['colour'], number] {
  if (codes[at + 1] === 2) return [nearest(codes[at + 2], codes[at + 3], codes[at + 4]), 4]
  if (codes[at + 1] !== 5) return ['', 1]
  const n = codes[at + 2]
  if (n < 8) return [COLOURS[n], 2]
  if (n < 16) return [bright(n - 8), 2]
  if (n >= 232) return [n < 250 ? 'grey' : '', 2]
  const level = (part: number): number => (part === 0 ? 0 : 55 + 40 * part)
  const cube = n - 16
  return [nearest(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)), 2]
}

/** The nearest colour by hue; lightness is up to the theme. */
function nearest(red = 0, green = 0, blue = 0): AnsiStyle['colour'] {
  const most = Math.max(red, green, blue)
  const least = Math.min(red, green, blue)
  if (!(most - least >= 40)) return most > 60 && most < 200 ? 'grey' : ''
  const middle = (most + least) / 2
  const bits = (red > middle ? 1 : 0) | (green > middle ? 2 : 0) | (blue > middle ? 4 : 0)
  return COLOURS[bits]
}
