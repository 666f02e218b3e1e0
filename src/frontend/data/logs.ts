/**
 * Reads a test's details from the details file, which is in the page or beside it. Only the bytes around
 * them are read and inflated: a test costs as much as its own output, and its first lines less.
 */

import { DEFLATE_END, type DetailsIndex, INDEX_VERSION } from '../../format/details-index.ts'
import { indexId, LOG_BLOCK, logsId, type Manifest } from '../../format/report.ts'
import { formatBytes } from '../../words/number.ts'
import { DataError, damaged, readBlock } from './blocks.ts'
import { type Entries, entryOf, type Piece, pieceOf, type Range, readEntries } from './details-index.ts'
import { Entry } from './entry.ts'
import { isDetailsOf } from './identity.ts'
import { type Bytes, collect, inflating } from './inflate.ts'
import { readInline } from './inline-logs.ts'
import { once } from './once.ts'
import { pause, SLICE } from './pause.ts'
import { MalformedEntry } from './raw-value.ts'
import { otherLogs } from './remote-faults.ts'
import { readRemote } from './remote-logs.ts'
import { runOf, type Tests } from './tests.ts'

const WHAT = 'The tests’ output'
/** The key of the output that belongs to no test. */
const WHOLE = ''
/** Bytes of the largest entry shown: browsers cannot copy a string of twice that length. */
const MOST = 256 << 20

/** A run's logs, in the page or on a server. */
interface Logs {
  readonly run: number
  /** URL of the details file; null if it is in the page. */
  readonly url: string | null
  readonly entries: Entries
  /** n → bytes of the output that was left out of the report. */
  readonly left: ReadonlyMap<number, number>
  /** Name of the exported details file, which has all output. */
  readonly file: string
}

/** A caller that waits for a test's output. */
export interface Reader {
  /** Stops reading, and the server's response. */
  readonly signal: AbortSignal
  /** Called repeatedly with the same entry, which has more in it each time. */
  readonly onProgress: (entry: Entry) => void
}

/** The output was left out of the report to limit the report's size. */
export class LeftOut extends DataError {
  constructor(bytes: number, file: string) {
    super(
      `This output, ${formatBytes(bytes)}, is not in this report, which would be too large with it.`,
      `It is in ${file}, beside config.json in the exported data.`,
    )
  }
}

/** Details of a test; null if the report has none of it. Throws a DataError. */
export async function readDetails(
  manifest: Manifest,
  tests: Tests,
  test: number,
  reader: Reader,
): Promise<Entry | null> {
  const logs = await openLogs(manifest, runOf(tests, test))
  return readEntry(logs, tests.raw(test), reader, (entry) => isDetailsOf(tests, test, entry))
}

/** The run's output that belongs to no test; null if there is none. */
export async function readOutput(manifest: Manifest, run: number, reader: Reader): Promise<Entry | null> {
  const logs = await openLogs(manifest, run)
  return readEntry(logs, logs.entries.tests, reader, ({ key }) => key === WHOLE)
}

const opened = new Map<number, Promise<Logs>>()

const openLogs = (manifest: Manifest, run: number): Promise<Logs> =>
  once(opened, run, () => readIndex(manifest, run))

async function readIndex({ runs }: Manifest, run: number): Promise<Logs> {
  const { entry, details, left } = runs[run]
  const index = await readBlock<DetailsIndex>(indexId(run), WHAT, INDEX_VERSION)
  const entries = readEntries(index, entry.stats.count)
  if (entries === null) throw damaged(indexId(run), WHAT)
  return { run, url: details, entries, left: new Map(index.left), file: left?.file ?? entry.details }
}

type IsIts = (entry: Entry) => boolean

async function readEntry(logs: Logs, n: number, reader: Reader, isIts: IsIts): Promise<Entry | null> {
  const left = logs.left.get(n)
  if (left !== undefined) throw new LeftOut(left, logs.file)
  const range = entryOf(logs.entries, n)
  if (range === null) return null
  if (range.to - range.from > MOST) throw tooLarge(logs, range)
  const entry = new Entry()
  try {
    await fill(entry, bytesOf(logs, range, reader.signal), reader, isIts)
  } catch (cause) {
    throw cause instanceof MalformedEntry ? notIts(logs, range, cause) : cause
  }
  return entry
}

/** `onProgress` is not called before the entry is known to be the test's own. */
async function fill(
  entry: Entry,
  chunks: AsyncIterable<Bytes>,
  { signal, onProgress }: Reader,
  isIts: IsIts,
): Promise<void> {
  let known = false
  let deadline = 0 // report the first lines at once
  for await (const chunk of chunks) {
    entry.feed(chunk)
    if (!known && entry.isNamed) {
      known = isIts(entry)
      if (!known) break
    }
    if (performance.now() < deadline) continue
    if (known && entry.parts.length > 0) onProgress(entry)
    await pause()
    signal.throwIfAborted()
    deadline = performance.now() + SLICE
  }
  if (!entry.whole || !isIts(entry)) throw new MalformedEntry()
}

async function* bytesOf(logs: Logs, range: Range, signal: AbortSignal): AsyncGenerator<Bytes> {
  const piece = pieceOf(logs.entries, range)
  if (piece.plain.to - piece.plain.from <= MOST_KEPT) {
    yield (await readKept(logs, piece, range, signal)).slice() // a copy: the parser overwrites its input
    return
  }
  let at = piece.plain.from
  for await (const chunk of readPiece(logs, piece, signal)) {
    const [from, to] = [Math.max(range.from - at, 0), Math.min(range.to - at, chunk.length)]
    if (from < to) yield chunk.subarray(from, to)
    at += chunk.length
  }
  if (at !== piece.plain.to) throw notIts(logs, piece.plain)
}

/** A piece kept for a test's neighbours, which are often in the same one: the last few, if small. */
interface Kept extends Range {
  readonly run: number
  readonly bytes: Bytes
}
const KEPT = 8
/** Bytes. Larger pieces are not kept, but shown while they arrive. */
const MOST_KEPT = 2 << 20
const kept: Kept[] = []

async function readKept(logs: Logs, piece: Piece, range: Range, signal: AbortSignal): Promise<Bytes> {
  const { run } = logs
  let found = kept.find((one) => one.run === run && one.from <= range.from && range.to <= one.to)
  if (found === undefined) {
    const bytes = await collect(readPiece(logs, piece, signal))
    if (bytes.length !== piece.plain.to - piece.plain.from) throw notIts(logs, piece.plain)
    found = { run, ...piece.plain, bytes }
  } else {
    kept.splice(kept.indexOf(found), 1)
  }
  kept.push(found)
  if (kept.length > KEPT) kept.shift()
  return found.bytes.subarray(range.from - found.from, range.to - found.from)
}

async function* readPiece(logs: Logs, piece: Piece, signal: AbortSignal): AsyncGenerator<Bytes> {
  const { run, url, entries } = logs
  const compressed = entries.points !== null
  const { bytes, inflated } =
    url === null
      ? { bytes: readInline(run, piece.stored, WHAT), inflated: false }
      : await readRemote({ url, size: entries.size, compressed, signal }, piece)
  if (!compressed || inflated) yield* bytes
  else yield* inflatePiece(logs, piece, bytes)
}

async function* inflatePiece(logs: Logs, piece: Piece, bytes: AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
  try {
    yield* inflating('deflate-raw', withEnd(bytes))
  } catch (cause) {
    throw cause instanceof DataError ? cause : notIts(logs, piece.plain, cause)
  }
}

async function* withEnd(bytes: AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
  yield* bytes
  yield Uint8Array.from(DEFLATE_END)
}

function notIts({ run, url, entries }: Logs, range: Range, cause?: unknown): DataError {
  if (url !== null) return otherLogs(url, 'what is there is not this test’s output')
  const block = Math.floor(pieceOf(entries, range).stored.from / LOG_BLOCK)
  return damaged(logsId(run, block), WHAT, cause)
}

function tooLarge({ url }: Logs, { from, to }: Range): DataError {
  const where = url === null ? 'the exported details file' : url
  return new DataError(
    `The output has ${formatBytes(to - from)}, which is more than a page can show.`,
    `It is in ${where}, from byte ${from} to byte ${to}, uncompressed.`,
  )
}
