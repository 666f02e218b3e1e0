/**
 * A test's details out of the details file, which is in the page or beside it. Only the bytes that it
 * lies in are read and inflated: opening a test costs what its own output weighs, and its first lines less.
 */

import { DEFLATE_END, type DetailsIndex, INDEX_VERSION } from '../../format/details-index.ts'
import type { TestDetails } from '../../format/exported.ts'
import { indexId, LOG_BLOCK, logsId, type Manifest } from '../../format/report.ts'
import { formatBytes } from '../text/number.ts'
import { DataError, damaged, readBlock } from './blocks.ts'
import { type Entries, entryOf, type Piece, pieceOf, type Range, readEntries } from './details-index.ts'
import { Entry } from './entry.ts'
import { type Identity, isDetailsOf } from './identity.ts'
import { type Bytes, collect, inflating } from './inflate.ts'
import { readInline } from './inline-logs.ts'
import { pause, SLICE } from './pause.ts'
import { MalformedEntry } from './raw-value.ts'
import { otherLogs } from './remote-faults.ts'
import { readRemote } from './remote-logs.ts'

const WHAT = 'The tests’ output'
/** The key of the output that belongs to no test. */
const WHOLE = ''
/** Bytes: browsers copy no string of twice as much. */
const MOST = 256 << 20

/** A run's logs, wherever they are. */
interface Logs {
  readonly run: number
  /** Address of the details file; null where the page has it. */
  readonly url: string | null
  readonly entries: Entries
  /** n → bytes of what was left out of the report. */
  readonly left: ReadonlyMap<number, number>
  /** Name of the exported file that has it. */
  readonly file: string
}

/** Whoever waits for a test's output. */
export interface Reader {
  /** Stops the reading, and what a server still sends. */
  readonly signal: AbortSignal
  /** The same entry again and again, with more in it each time. */
  readonly onProgress: (entry: Entry) => void
}

/** Output that this report has not, so that it is no larger than it may be. */
export class LeftOut extends DataError {
  constructor(bytes: number, file: string) {
    super(
      `This output, ${formatBytes(bytes)}, is not in this report, which would be too large with it.`,
      `It is in ${file}, beside config.json in the exported data.`,
    )
  }
}

/** Details of the n-th test of a run; null where the report holds none of it. Throws a DataError. */
export async function readDetails(
  manifest: Manifest,
  run: number,
  n: number,
  identity: Identity,
  reader: Reader,
): Promise<Entry | null> {
  const logs = await openLogs(manifest, run)
  return readEntry(logs, n, reader, ({ key = '', status, timestamps }) =>
    isDetailsOf(identity, key, { status, timestamps } as unknown as TestDetails),
  )
}

/** What the run printed that belongs to no test; null where there is nothing. */
export async function readOutput(manifest: Manifest, run: number, reader: Reader): Promise<Entry | null> {
  const logs = await openLogs(manifest, run)
  return readEntry(logs, logs.entries.tests, reader, ({ key }) => key === WHOLE)
}

const opened = new Map<number, Promise<Logs>>()

function openLogs(manifest: Manifest, run: number): Promise<Logs> {
  let logs = opened.get(run)
  if (logs === undefined) {
    logs = readIndex(manifest, run)
    opened.set(run, logs)
  }
  return logs
}

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

/** Nothing is told of an entry before it is known to be the test's own. */
async function fill(
  entry: Entry,
  chunks: AsyncIterable<Bytes>,
  { signal, onProgress }: Reader,
  isIts: IsIts,
): Promise<void> {
  let known = false
  let deadline = 0 // first lines are told of at once
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
    yield (await readKept(logs, piece, range, signal)).slice() // what is kept is not to be written over
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

/** Neighbours of a test lie in the same pieces: the few last ones are kept, where they are small. */
interface Kept extends Range {
  readonly run: number
  readonly bytes: Bytes
}
const KEPT = 8
/** Bytes. What is larger is shown while it comes. */
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
