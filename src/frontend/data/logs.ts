/**
 * A test's details out of the details file, which is in the page or beside it. Only the bytes that it
 * lies in are read and inflated: opening a test costs what its own output weighs.
 */

import { DEFLATE_END, type DetailsIndex, INDEX_VERSION } from '../../format/details-index.ts'
import type { TestDetails } from '../../format/exported.ts'
import { indexId, LOG_BLOCK, logsId, type Manifest } from '../../format/report.ts'
import { formatBytes } from '../text/number.ts'
import { DataError, damaged, readBlock } from './blocks.ts'
import { type Entries, entryOf, type Piece, pieceOf, type Range, readEntries } from './details-index.ts'
import { type Identity, isDetailsOf } from './identity.ts'
import { inflate } from './inflate.ts'
import { readInline } from './inline-logs.ts'
import { otherLogs } from './remote-faults.ts'
import { readRemote } from './remote-logs.ts'

const WHAT = 'The tests’ output'
/** The key of the output that belongs to no test. */
const WHOLE = ''
/** Bytes: browsers make no string of twice as much. */
const MOST = 256 << 20

/** A run's logs, wherever they are. */
interface Logs {
  readonly run: number
  /** Address of the details file; null where the page has it. */
  readonly url: string | null
  readonly entries: Entries
}

/** Details of the n-th test of a run; null where the report holds none of it. Throws a DataError. */
export async function readDetails(
  manifest: Manifest,
  run: number,
  n: number,
  identity: Identity,
): Promise<TestDetails | null> {
  const logs = await openLogs(manifest, run)
  return readEntry(logs, n, (key, details) => isDetailsOf(identity, key, details))
}

/** What the run printed that belongs to no test; null where there is nothing. */
export async function readOutput(manifest: Manifest, run: number): Promise<TestDetails | null> {
  const logs = await openLogs(manifest, run)
  return readEntry(logs, logs.entries.tests, (key) => key === WHOLE)
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
  const { entry, details } = runs[run]
  const index = await readBlock<DetailsIndex>(indexId(run), WHAT, INDEX_VERSION)
  const entries = readEntries(index, entry.stats.count)
  if (entries === null) throw damaged(indexId(run), WHAT)
  return { run, url: details, entries }
}

type IsIts = (key: string, details: TestDetails) => boolean

async function readEntry(logs: Logs, n: number, isIts: IsIts): Promise<TestDetails | null> {
  const range = entryOf(logs.entries, n)
  if (range === null) return null
  if (range.to - range.from > MOST) throw tooLarge(logs, range)
  const bytes = await readRange(logs, range)
  const [key, details] = parseEntry(bytes) ?? []
  if (key === undefined || details === undefined || !isIts(key, details)) throw notIts(logs, range)
  return details
}

/** `,\n"key":{…}`: the only member of an object, with the separator or brace before it. */
function parseEntry(bytes: Uint8Array): [string, TestDetails] | null {
  try {
    const object = JSON.parse(
      `{${new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(2))}}`,
    ) as object
    const entries = Object.entries(object) as [string, unknown][]
    const [[key, value]] = entries
    if (entries.length !== 1 || typeof value !== 'object' || value === null || Array.isArray(value))
      return null
    return [key, value as TestDetails]
  } catch {
    return null
  }
}

/** Neighbours of a test lie in the same pieces: the few last ones are kept, where they are small. */
interface Kept extends Range {
  readonly run: number
  readonly bytes: Uint8Array
}
const KEPT = 8
const MOST_KEPT = 2 << 20
const kept: Kept[] = []

async function readRange(logs: Logs, range: Range): Promise<Uint8Array> {
  const { run } = logs
  const found =
    kept.find((piece) => piece.run === run && piece.from <= range.from && range.to <= piece.to) ??
    (await readPiece(logs, range))
  const place = kept.indexOf(found)
  if (place >= 0) kept.splice(place, 1)
  if (found.bytes.length <= MOST_KEPT) kept.push(found)
  if (kept.length > KEPT) kept.shift()
  return found.bytes.subarray(range.from - found.from, range.to - found.from)
}

async function readPiece(logs: Logs, range: Range): Promise<Kept> {
  const { run, url, entries } = logs
  const piece = pieceOf(entries, range)
  const { bytes, inflated } =
    url === null
      ? { bytes: await readInline(run, piece.stored, WHAT), inflated: false }
      : await readRemote({ url, size: entries.size, compressed: entries.points !== null }, piece)
  const plain = entries.points === null || inflated ? bytes : await inflatePiece(logs, piece, bytes)
  if (plain.length !== piece.plain.to - piece.plain.from) throw notIts(logs, piece.plain)
  return { run, ...piece.plain, bytes: plain }
}

async function inflatePiece(logs: Logs, piece: Piece, bytes: Uint8Array<ArrayBuffer>) {
  try {
    return await inflate('deflate-raw', bytes, Uint8Array.from(DEFLATE_END))
  } catch (cause) {
    throw notIts(logs, piece.plain, cause)
  }
}

function notIts({ run, url, entries }: Logs, range: Range, cause?: unknown): DataError {
  if (url !== null) return otherLogs(url, 'what stands there is no output of this test')
  const block = Math.floor(pieceOf(entries, range).stored.from / LOG_BLOCK)
  return damaged(logsId(run, block), WHAT, cause)
}

function tooLarge({ url }: Logs, { from, to }: Range): DataError {
  const where = url === null ? 'the exported details file' : url
  return new DataError(
    `The output has ${formatBytes(to - from)}, which is more than a page can show.`,
    `It stands in ${where}, from byte ${from} to byte ${to}, uncompressed.`,
  )
}
