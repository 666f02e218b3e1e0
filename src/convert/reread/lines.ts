/** Lines of an exported JSON file: our writer puts every test on one of its own. */

import { type ReadLimits, readChunks } from '../input.ts'

/** Bytes of one line, which is all of a test's output. */
const LONGEST_LINE = 128 << 20

const BRACKETS: ReadonlySet<string> = new Set(['', '[', ']', '[]', '{', '}', '{}'])

/** Without the brackets around all, and without the comma behind each. */
export async function* readEntries(path: string, limits: ReadLimits): AsyncGenerator<string> {
  for await (const lines of readLines(path, limits)) yield* entriesOf(lines)
}

/** Those of a chunk at once, for a walk over a million tests, which a step for each would make longer. */
export async function* readBatches(path: string, limits: ReadLimits): AsyncGenerator<Iterable<string>> {
  for await (const lines of readLines(path, limits)) yield entriesOf(lines)
}

function* entriesOf(lines: readonly string[]): Generator<string> {
  for (const line of lines) {
    const entry = line.endsWith(',') ? line.slice(0, -1) : line
    if (!BRACKETS.has(entry)) yield entry
  }
}

async function* readLines(path: string, limits: ReadLimits): AsyncGenerator<string[]> {
  let pending: Buffer[] = []
  let length = 0
  for await (const chunk of readChunks(path, undefined, limits)) {
    const end = chunk.lastIndexOf(10)
    if (end >= 0) {
      yield Buffer.concat([...pending, chunk.subarray(0, end)])
        .toString('utf8')
        .split('\n')
      pending = []
      length = 0
    }
    length += chunk.length - end - 1
    if (length > LONGEST_LINE)
      throw new Error(`a line is longer than ${LONGEST_LINE >> 20} MiB: it is not an export of this program`)
    pending.push(Buffer.from(chunk.subarray(end + 1))) // the reader uses its memory again
  }
  yield Buffer.concat(pending).toString('utf8').split('\n')
}
