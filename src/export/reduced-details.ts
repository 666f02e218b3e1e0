/** Copies a details file without some of its values: the same JSON object with fewer members. */

import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { DEFLATE_END } from '../format/details-index.ts'
import type { DetailsEntries } from './details-entries.ts'
import type { DetailsLayout } from './details-index.ts'
import type { FlushPoints } from './gzip-blocks.ts'
import { JsonList } from './json-list.ts'
import { type OutputFile, type Stored, writeOutput } from './output-file.ts'
import { readWhole } from './read-whole.ts'
import type { SpillFile } from './spill-file.ts'

const inflate = promisify(inflateRaw)

/** Writes a compressed copy of the compressed file `from`; `kept` has 1 for each value to keep. */
export async function writeReduced(
  path: string,
  from: string,
  points: FlushPoints,
  entries: DetailsEntries,
  kept: Uint8Array,
): Promise<Stored> {
  const file = await open(from)
  try {
    return await writeOutput(path, true, async (out) => {
      const isEmpty = !kept.includes(1)
      // written here: the bytes before the first kept value may be a separator instead of the `{`
      out.text('{')
      if (!isEmpty) await copyRanges(out, file, points, rangesOf(entries, kept))
      out.text(isEmpty ? '}' : '\n}')
    })
  } finally {
    await file.close()
  }
}

/** Uncompressed byte ranges to copy, ascending; a value is copied together with the separator before it. */
function* rangesOf({ gap, length }: DetailsEntries, kept: Uint8Array): Generator<[number, number]> {
  let [from, at, isFirst] = [0, 0, true]
  for (let n = 0; n <= gap.length; n++) {
    // the byte `{` or `,` before the first kept value is already written
    if (kept[n] === 1 && isFirst) {
      from = at + 1
      isFirst = false
    } else if (kept[n] === 1 && kept[n - 1] !== 1) from = at
    if (kept[n] !== 1 && kept[n - 1] === 1) yield [from, at]
    at += gap[n] + length[n]
  }
}

/** Copies ranges of the uncompressed bytes; only one block is in memory at a time. */
async function copyRanges(
  out: OutputFile,
  file: FileHandle,
  points: FlushPoints,
  ranges: Iterable<readonly [number, number]>,
): Promise<void> {
  const { uncompressed } = points
  let block = -1
  let bytes: Buffer = Buffer.alloc(0)
  for (const [from, to] of ranges) {
    for (let at = from; at < to; ) {
      if (block < 0 || uncompressed[block + 1] <= at) {
        while (uncompressed[block + 1] <= at) block++
        bytes = await readBlock(file, points, block)
        await out.drain()
      }
      const part = bytes.subarray(at - uncompressed[block], to - uncompressed[block])
      out.write(part)
      at += part.length
    }
  }
}

async function readBlock(file: FileHandle, points: FlushPoints, block: number): Promise<Buffer> {
  const [from, to] = [points.compressed[block], points.compressed[block + 1]]
  const stored = Buffer.alloc(to - from + DEFLATE_END.length)
  await readWhole(file, stored.subarray(0, to - from), from)
  stored.set(DEFLATE_END, to - from)
  return inflate(stored)
}

/** The layout of the copy: omitted values have gap and length 0. Its numbers are stored in `lists`. */
export function reducedLayout(
  layout: DetailsLayout,
  { tests, gap, length }: DetailsEntries,
  kept: Uint8Array,
  stored: Stored,
  lists: SpillFile,
): DetailsLayout {
  const [gaps, lengths] = [gap, length].map((numbers) => numbers.map((number, n) => number * kept[n]))
  const left: (readonly [number, number])[] = []
  for (let n = 0; n < kept.length; n++) if (kept[n] === 0) left.push([n, length[n]])
  return {
    ...layout,
    gaps: listOf(gaps.subarray(0, tests), lists),
    lengths: listOf(lengths.subarray(0, tests), lists),
    whole: kept[tests] === 1 ? { start: startOf(gaps, lengths, tests), length: length[tests] } : null,
    stored,
    left,
  }
}

function listOf(numbers: Float64Array, file: SpillFile): JsonList {
  const list = new JsonList(file)
  list.append(Buffer.from(numbers.join(',')))
  return list
}

function startOf(gaps: Float64Array, lengths: Float64Array, n: number): number {
  const sum = (numbers: Float64Array, count: number): number =>
    numbers.subarray(0, count).reduce((total, number) => total + number, 0)
  return sum(gaps, n + 1) + sum(lengths, n)
}
