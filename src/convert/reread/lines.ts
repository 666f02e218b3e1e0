/** Lines of an exported JSON file: our writer puts every test on one of its own. */

import { type ReadLimits, readChunks } from '../input.ts'

/** Bytes of one line, which is all of a test's output. */
const LONGEST_LINE = 128 << 20

/** Without the brackets around all, and without the comma behind each. */
export async function* readEntries(path: string, limits: ReadLimits): AsyncGenerator<string> {
  for await (const line of readLines(path, limits)) {
    const entry = line.replace(/,$/, '')
    if (!['', '[', ']', '[]', '{', '}', '{}'].includes(entry)) yield entry
  }
}

async function* readLines(path: string, limits: ReadLimits): AsyncGenerator<string> {
  let pending: Buffer[] = []
  let length = 0
  for await (const chunk of readChunks(path, undefined, limits)) {
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      yield Buffer.concat([...pending, chunk.subarray(from, at)]).toString('utf8')
      pending = []
      length = 0
      from = at + 1
    }
    length += chunk.length - from
    if (length > LONGEST_LINE)
      throw new Error(`a line is longer than ${LONGEST_LINE >> 20} MiB: it is not an export of this program`)
    pending.push(Buffer.from(chunk.subarray(from))) // the reader uses its memory again
  }
  yield Buffer.concat(pending).toString('utf8')
}
