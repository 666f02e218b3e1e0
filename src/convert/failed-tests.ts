/** Tracebacks of a run's failed tests, as many as somebody is going to look at. */

import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, inflateRawSync } from 'node:zlib'
import { DEFLATE_END, type DetailsIndex } from '../format/details-index.ts'
import { type ConfigEntry, FAILURE_STATUSES, type RawTest, type TestDetails } from '../format/exported.ts'
import { readEntries } from './reread/lines.ts'

export interface FailedTest {
  readonly name: string
  /** The attachment `traceback`; of a test without one that failed, the only text that it left, empty where it left none; else null. */
  readonly traceback: string | null
}

/** Bytes of one test's output: who logs more than this is looked at in the report. */
const LONGEST_VALUE = 8 << 20

const FAILED = new RegExp(`"status":"(?:${[...FAILURE_STATUSES].join('|')})"`)

/** In raw's order, at most `limit`; those whose output is too long have no traceback. */
export async function readFailedTests(
  data: string,
  entry: Pick<ConfigEntry, 'raw' | 'details' | 'index'>,
  limit: number,
): Promise<FailedTest[]> {
  if (limit === 0) return []
  const failed = await findFailed(join(data, entry.raw), limit)
  const index = await readIndex(join(data, entry.index))
  const starts = startsOf(
    index,
    failed.map(({ n }) => n),
  )
  const file = await open(join(data, entry.details))
  try {
    const tests: FailedTest[] = []
    for (const [i, { n, name }] of failed.entries()) {
      const length = index.length[n]
      const bytes = length > LONGEST_VALUE ? null : await readRange(file, index, starts[i], length)
      tests.push({ name, traceback: bytes === null ? null : tracebackOf(bytes) })
    }
    return tests
  } finally {
    await file.close()
  }
}

async function findFailed(raw: string, wanted: number): Promise<{ n: number; name: string }[]> {
  const found: { n: number; name: string }[] = []
  let n = 0
  for await (const line of readEntries(raw, {})) {
    // a name may hold these words too: only what looks failed is parsed
    if (FAILED.test(line)) {
      const { name, status } = JSON.parse(line) as RawTest
      if (FAILURE_STATUSES.has(status)) found.push({ n, name })
      if (found.length === wanted) break
    }
    n += 1
  }
  return found
}

async function readIndex(path: string): Promise<DetailsIndex> {
  const bytes = await readFile(path)
  return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as DetailsIndex
}

/** First bytes of the values of some entries, which ascend. */
function startsOf({ gap, length }: DetailsIndex, entries: readonly number[]): number[] {
  let [at, n] = [0, 0]
  return entries.map((entry) => {
    for (; n < entry; n++) at += gap[n] + length[n]
    return at + gap[entry]
  })
}

type File = Awaited<ReturnType<typeof open>>

async function readRange(
  file: File,
  { points }: DetailsIndex,
  start: number,
  length: number,
): Promise<Buffer> {
  if (points === undefined) return readBytes(file, start, length)
  const { compressed, uncompressed } = points
  const first = uncompressed.findLastIndex((place) => place <= start)
  const last = uncompressed.findIndex((place) => place >= start + length)
  const piece = await readBytes(file, compressed[first], compressed[last] - compressed[first])
  const inflated = inflateRawSync(Buffer.concat([piece, Buffer.from(DEFLATE_END)]))
  return inflated.subarray(start - uncompressed[first], start - uncompressed[first] + length)
}

async function readBytes(file: File, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  await file.read(bytes, 0, length, start)
  return bytes
}

function tracebackOf(bytes: Buffer): string | null {
  const test = JSON.parse(bytes.toString('utf8')) as TestDetails
  if (typeof test.traceback === 'string') return test.traceback
  if (test.status !== 'fail') return null
  // pytest-subunit's has the name of the test's file
  const texts = Object.entries(test).flatMap(([name, value]) =>
    name !== 'status' && isText(value) ? [value] : [],
  )
  return texts.length > 1 ? null : (texts[0] ?? '')
}

const isText = (value: unknown): value is string => typeof value === 'string' && !value.startsWith('data:')
