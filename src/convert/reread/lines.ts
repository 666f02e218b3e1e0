/** Reads exported JSON files by lines: our writer puts every test on a line of its own. */

import { type ReadLimits, readChunks } from '../input.ts'
import { sizeText } from '../size.ts'

/** Maximum bytes of a line. */
const LONGEST_LINE = 128 << 20

const ENDS: ReadonlySet<string> = new Set([']', '[]', '}', '{}'])
const BRACKETS: ReadonlySet<string> = new Set(['', '[', '{', ...ENDS])

/**
 * The lines of the entries, without the outer brackets and the trailing commas. `onRead` gets the number of
 * uncompressed bytes. Throws if a line is longer than `longest`, or the last bracket is missing: then tests may be missing, too.
 */
export async function* readEntries(
  path: string,
  limits: ReadLimits,
  onRead: (bytes: number) => void,
  longest: number = LONGEST_LINE,
): AsyncGenerator<string> {
  let last: string | undefined
  for await (const lines of readLines(path, limits, longest, onRead)) {
    last = lines.findLast((line) => line !== '') ?? last
    yield* entriesOf(lines)
  }
  if (!ENDS.has(last ?? '')) throw new Error('a file of its tests is cut off')
}

/** The same in batches, one per chunk: an async step per line would slow down a pass over a million tests. */
export async function* readBatches(path: string, limits: ReadLimits): AsyncGenerator<Iterable<string>> {
  for await (const lines of readLines(path, limits, LONGEST_LINE)) yield entriesOf(lines)
}

function* entriesOf(lines: readonly string[]): Generator<string> {
  for (const line of lines) {
    const entry = line.endsWith(',') ? line.slice(0, -1) : line
    if (!BRACKETS.has(entry)) yield entry
  }
}

async function* readLines(
  path: string,
  limits: ReadLimits,
  longest: number,
  onRead?: (bytes: number) => void,
): AsyncGenerator<string[]> {
  let pending: Buffer[] = []
  let length = 0
  for await (const chunk of readChunks(path, undefined, limits)) {
    onRead?.(chunk.length)
    const end = chunk.lastIndexOf(10)
    if (end >= 0) {
      yield Buffer.concat([...pending, chunk.subarray(0, end)])
        .toString('utf8')
        .split('\n')
      pending = []
      length = 0
    }
    length += chunk.length - end - 1
    if (length > longest)
      throw new Error(
        `a line, which has all output of a test, is longer than ${sizeText(longest)}, the most that is read`,
      )
    pending.push(Buffer.from(chunk.subarray(end + 1))) // the reader reuses its buffer
  }
  yield [Buffer.concat(pending).toString('utf8')]
}
