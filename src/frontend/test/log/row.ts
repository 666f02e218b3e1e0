/** A row as it is drawn: text in pieces of one look each. */

import { linesOf, type Part, startOfLine } from '../../data/entry.ts'
import { type AnsiStyle, PLAIN, parseAnsi } from './ansi.ts'
import { bytesOf, type Finder } from './finder.ts'
import { levelOf } from './levels.ts'
import { timeOf } from './line-time.ts'
import type { RowIndex } from './rows.ts'

export interface Piece {
  readonly text: string
  /** CSS classes; empty for none. */
  readonly look: string
  /** Index of the hit that the piece belongs to; −1 for none. */
  readonly hit: number
}

export interface Row {
  readonly pieces: readonly Piece[]
  /** Microseconds since the epoch of the time at the beginning of the line; null for none. */
  readonly time: number | null
}

/** Character range in the row's text, counting escapes. */
interface Range {
  readonly from: number
  readonly to: number
}
export type Look = Range & { readonly look: string }
export type Marked = Range & { readonly hit: number }

/** Bytes before a row that are searched for a colour that is still in effect. */
const BEFORE = 16 << 10
/** Maximum number of hits marked in a row: each is an element. */
const MOST_MARKED = 200

export function drawRow(part: Part, rows: RowIndex, row: number, finder: Finder | null): Row {
  const { from, to } = rows.rangeOf(row)
  const text = part.bytes.text(from, to)
  const looks: Look[] = []
  let time: number | null = null
  if (rows.isFirst(row)) {
    const stamp = timeOf(text)
    time = stamp?.micros ?? null
    if (stamp !== null) looks.push({ from: 0, to: stamp.length, look: 'log-time' })
    const { level, at, length } = levelOf(part.bytes, from, to)
    if (level > 0) looks.push({ from: at, to: at + length, look: 'log-level' })
  }
  const hits = finder === null ? [] : hitsIn(finder, text, from, to)
  const style = part.escapes ? styleBefore(part, from) : PLAIN
  return { pieces: cut(text, looks, hits, style), time }
}

/** Microseconds since the epoch of the time at the beginning of the line (from 0); null for none. */
export function timeOfLine(part: Part, line: number): number | null {
  if (line >= linesOf(part)) return null
  const from = startOfLine(part, line)
  return timeOf(part.bytes.text(from, Math.min(from + 100, part.to)))?.micros ?? null
}

/** Hits in these bytes, as character ranges; a hit may begin or end in another row. */
function hitsIn(finder: Finder, text: string, from: number, to: number): Marked[] {
  const found: Marked[] = []
  let hit = Math.max(0, finder.start.lastAtMost(from))
  let [character, byte] = [0, from]
  const characterAt = (wanted: number): number => {
    for (; byte < wanted && character < text.length; character++) {
      byte += bytesOf(text, character, character + 1)
    }
    return character
  }
  for (; hit < finder.count && finder.start.at[hit] < to && found.length < MOST_MARKED; hit++) {
    if (finder.end.at[hit] <= from) continue
    const first = characterAt(finder.start.at[hit])
    found.push({ from: first, to: characterAt(finder.end.at[hit]), hit })
  }
  return found
}

function styleBefore({ bytes, from }: Part, at: number): AnsiStyle {
  const first = Math.max(from, at - BEFORE)
  return bytes.lastIndexOf(0x1b, first, at) < 0 ? PLAIN : parseAnsi(bytes.text(first, at)).style
}

/**
 * The text without escapes, cut wherever a style, a look or a hit begins or ends. `hits` are in order; looks
 * are few.
 */
export function cut(
  text: string,
  looks: readonly Look[],
  hits: readonly Marked[],
  style: AnsiStyle = PLAIN,
): Piece[] {
  const edges = [...looks, ...hits].flatMap(({ from, to }) => [from, to]).sort((a, b) => a - b)
  const pieces: Piece[] = []
  let [edge, next] = [0, 0]
  for (const run of parseAnsi(text, style).runs) {
    const end = run.at + run.text.length
    for (let at = run.at; at < end; ) {
      while (edges[edge] <= at) edge += 1
      while (next < hits.length && hits[next].to <= at) next += 1
      const to = Math.min(end, edges[edge] ?? end)
      const look = looks.filter((range) => range.from <= at && to <= range.to).map((range) => range.look)
      pieces.push({
        text: run.text.slice(at - run.at, to - run.at),
        look: [classesOf(run.style), ...look].filter(Boolean).join(' '),
        hit: next < hits.length && hits[next].from <= at ? hits[next].hit : -1,
      })
      at = to
    }
  }
  return pieces
}

function classesOf({ colour, bold, dim, underline }: AnsiStyle): string {
  const parts = [colour && `ansi-${colour}`, bold && 'is-bold', dim && 'is-dim', underline && 'is-underlined']
  return parts.filter(Boolean).join(' ')
}
