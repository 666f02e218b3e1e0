/** Reads the texts that tell why tests failed or were skipped, for a limited number of tests. */

import { type FileHandle, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, inflateRawSync } from 'node:zlib'
import { readWhole } from '../export/read-whole.ts'
import { DEFLATE_END, type DetailsIndex } from '../format/details-index.ts'
import { type ConfigEntry, FAILURE_STATUSES, type TestDetails } from '../format/exported.ts'
import { isForced, isTraceback, ownWords } from '../reason.ts'
import { type FoundTest, findTests, TestsOfStatus } from './find-tests.ts'

export interface TestText {
  readonly name: string
  readonly text: string | null
  /** False if its output is too long for that. */
  readonly isRead: boolean
}

/** Maximum bytes of a failed test's output; longer output is skipped here, and only shown in the report. */
const LONGEST_FAILURE = 8 << 20
/** The same of a skipped test: a reason is a line, and up to a thousand tests are read. */
const LONGEST_SKIP = 128 << 10

/** Paths of a run's files. */
type Files = Pick<ConfigEntry, 'raw' | 'details' | 'index'>

export const filesOf = ({ raw, details, index }: Files, pathOf: (name: string) => string): Files => ({
  raw: pathOf(raw),
  details: pathOf(details),
  index: pathOf(index),
})

export const failedTests = (most: number): TestsOfStatus => new TestsOfStatus(FAILURE_STATUSES, most)
export const skippedTests = (most: number): TestsOfStatus => new TestsOfStatus(new Set(['skip']), most)

/** At most `limit` failed tests of an export, in raw's order, with their texts. */
export async function* readFailedTests(data: string, entry: Files, limit: number): AsyncGenerator<TestText> {
  const files = filesOf(entry, (name) => join(data, name))
  const failed = failedTests(limit)
  await findTests(files.raw, [failed])
  yield* textsOfFailed(files, failed.found)
}

/**
 * The text of a failed test is the attachment `traceback`, or the first of its further ones, such as a subTest's;
 * without one, for status `fail` or `uxsuccess`, the only text that the test left, or empty if it left none; otherwise
 * null. It is without what a reporter put below it of the test's output, which may be long.
 */
export const textsOfFailed = (files: Files, tests: readonly FoundTest[]): AsyncGenerator<TestText> =>
  readTexts(files, tests, LONGEST_FAILURE, tracebackOf)

/** The text of a skipped test is the only one of a test without a `reason`; otherwise null. */
export const textsOfSkipped = (files: Files, tests: readonly FoundTest[]): AsyncGenerator<TestText> =>
  readTexts(files, tests, LONGEST_SKIP, ({ reason, ...left }) =>
    reason === undefined ? onlyText(left)?.trim() || null : null,
  )

/**
 * Tests whose output is too long get no text. They are yielded one by one, because a substring keeps the
 * whole text that it was cut from in memory.
 */
async function* readTexts(
  files: Files,
  tests: readonly FoundTest[],
  longest: number,
  textOf: (test: TestDetails) => string | null,
): AsyncGenerator<TestText> {
  if (tests.length === 0) return
  const index = await readIndex(files.index)
  const starts = startsOf(
    index,
    tests.map(({ n }) => n),
  )
  const file = await open(files.details)
  try {
    for (const [i, { n, name }] of tests.entries()) {
      const length = index.length[n]
      const bytes = length > longest ? null : await readRange(file, index, starts[i], length)
      const test = bytes === null ? null : (JSON.parse(bytes.toString('utf8')) as TestDetails)
      const text = test && textOf(test)
      yield { name, text: text && ownWords(text), isRead: test !== null }
    }
  } finally {
    await file.close()
  }
}

async function readIndex(path: string): Promise<DetailsIndex> {
  const bytes = await readFile(path)
  return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as DetailsIndex
}

/** Offsets of the values of `entries`, which must ascend. */
function startsOf({ gap, length }: DetailsIndex, entries: readonly number[]): number[] {
  let [at, n] = [0, 0]
  return entries.map((entry) => {
    for (; n < entry; n++) at += gap[n] + length[n]
    return at + gap[entry]
  })
}

async function readRange(
  file: FileHandle,
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

async function readBytes(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  await readWhole(file, bytes, start)
  return bytes
}

function tracebackOf(test: TestDetails): string | null {
  const { traceback, Failedexpectation: expected } = test
  const found = [
    traceback,
    ...Object.keys(test)
      .filter(isTraceback)
      .map((name) => test[name]),
  ].find(isText)
  if (found === undefined)
    return test.status === 'fail' || test.status === 'uxsuccess' ? onlyText(test) : null
  return isForced(found) && isText(expected) ? expected : found
}

/** The only text among the attachments; empty if there is none, null if there are several. */
function onlyText(test: TestDetails): string | null {
  // not by name: pytest-subunit names it after the test's file
  const texts = Object.entries(test).flatMap(([name, value]) =>
    name !== 'status' && isText(value) ? [value] : [],
  )
  return texts.length > 1 ? null : (texts[0] ?? '')
}

const isText = (value: unknown): value is string => typeof value === 'string' && !value.startsWith('data:')
