import { INDEX_VERSION } from '../format/details-index.ts'
import type { JsonList } from './json-list.ts'
import type { OutputFile, Stored } from './output-file.ts'

/** Position of a value in the uncompressed details file, in bytes. */
export interface Span {
  readonly start: number
  readonly length: number
}

/** The layout of a run's finished details file. */
export interface DetailsLayout {
  readonly tests: number
  /** For each test's value, in the order of raw: bytes before it, and its length; separated by commas. */
  readonly gaps: JsonList
  readonly lengths: JsonList
  /** For each test an index into STATUSES, in the same form. */
  readonly statuses: JsonList
  /** The output that belongs to no test; null if there is none. */
  readonly whole: Span | null
  readonly stored: Stored
  /** Values that are left out of a report's copy: the value's index and its length in bytes. */
  readonly left?: readonly (readonly [number, number])[]
}

/** Writes the index of a details file, in the form of format/details-index.ts. */
export function writeDetailsIndex(out: OutputFile, layout: DetailsLayout): void {
  const { gaps, lengths, whole, stored, left = [] } = layout
  out.text(`{"version":${INDEX_VERSION},"size":${stored.size},"gap":[`)
  for (const piece of gaps.pieces()) out.write(piece)
  out.text('],"length":[')
  for (const piece of lengths.pieces()) out.write(piece)
  out.text(`],"whole":${whole === null ? 'null' : `[${whole.start},${whole.length}]`}`)
  if (stored.points !== null) {
    const { compressed, uncompressed } = stored.points
    out.text(',"points":{"compressed":[')
    writeNumbers(out, compressed)
    out.text('],"uncompressed":[')
    writeNumbers(out, uncompressed)
    out.text(']}')
  }
  if (left.length > 0) {
    out.text(',"left":[[')
    writeNumbers(out, left, '],[')
    out.text(']]')
  }
  out.text('}')
}

/** Numbers that are joined to one string at a time. */
const AT_ONCE = 8192

function writeNumbers(
  out: OutputFile,
  numbers: readonly (number | readonly number[])[],
  between = ',',
): void {
  for (let from = 0; from < numbers.length; from += AT_ONCE) {
    out.text(`${from === 0 ? '' : between}${numbers.slice(from, from + AT_ONCE).join(between)}`)
  }
}
