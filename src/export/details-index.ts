import { INDEX_VERSION } from '../format/details-index.ts'
import type { Span } from './details.ts'
import type { OutputFile, Stored } from './output-file.ts'

/** A run's finished details file, and what is where in it. */
export interface DetailsLayout {
  /** Where each test's value stands, in bytes that are not compressed; in the order of raw. */
  readonly values: {
    readonly count: number
    detailStart(n: number): number
    detailLength(n: number): number
  }
  /** The output that belongs to no test. */
  readonly whole: Span | null
  readonly stored: Stored
}

/** Numbers that become text at a time: the index of a million tests is never one string. */
const AT_ONCE = 8192

/** Writes the index of a details file, as format/details-index.ts has it. */
export function writeDetailsIndex(out: OutputFile, { values, whole, stored }: DetailsLayout): void {
  const endOf = (n: number): number => (n < 0 ? 0 : values.detailStart(n) + values.detailLength(n))
  out.text(`{"version":${INDEX_VERSION},"size":${stored.size},"gap":`)
  writeNumbers(out, values.count, (n) => values.detailStart(n) - endOf(n - 1))
  out.text(',"length":')
  writeNumbers(out, values.count, (n) => values.detailLength(n))
  out.text(`,"whole":${whole === null ? 'null' : `[${whole.start},${whole.length}]`}`)
  if (stored.points !== null) {
    const { compressed, uncompressed } = stored.points
    out.text(',"points":{"compressed":')
    writeNumbers(out, compressed.length, (k) => compressed[k])
    out.text(',"uncompressed":')
    writeNumbers(out, uncompressed.length, (k) => uncompressed[k])
    out.text('}')
  }
  out.text('}')
}

function writeNumbers(out: OutputFile, count: number, number: (n: number) => number): void {
  out.text('[')
  for (let from = 0; from < count; from += AT_ONCE) {
    const length = Math.min(AT_ONCE, count - from)
    const numbers = Array.from({ length }, (_, i) => number(from + i))
    out.text(`${from === 0 ? '' : ','}${numbers.join(',')}`)
  }
  out.text(']')
}
