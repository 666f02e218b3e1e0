/**
 * Rebuilds, from a run's exported files, a stream that they could come from. So somebody else's export passes
 * the same decoder, checks and redaction as any other stream; nothing of it is trusted.
 */

import { parseTimestamp, STATUSES, type Status } from '../../format/exported.ts'
import type { Budget } from '../budget.ts'
import type { ReadLimits } from '../input.ts'
import { sizeText } from '../size.ts'
import { readEntries } from './lines.ts'
import { parseJson } from './parse-json.ts'
import { MOST_CONTENT, type PacketFields, packet } from './v2-packet.ts'

/** Paths of a run's files. */
export interface RunPaths {
  readonly raw: string
  readonly details: string
}

interface RawEntry {
  readonly id: string
  readonly status: Status
  readonly tags: readonly string[]
  /** Microseconds since the epoch. */
  readonly start: number | null
  readonly end: number | null
}

const TEXT = 'text/plain;charset=utf8'
/** The form in which details has an attachment that is no text. */
const DATA = /^data:(?!text\/)([^;]{0,1000});base64,([A-Za-z0-9+/]*={0,2})$/

/** What all exports may have together: bytes of their files, and of the streams that are rebuilt from them. */
export interface RereadBudget {
  readonly files: Budget
  readonly streams: Budget
}

/** Yields packets of version 2. Throws if the files are no export, or the budget is used up. */
export async function* streamOf(
  paths: RunPaths,
  limits: ReadLimits,
  { files, streams }: RereadBudget,
): AsyncGenerator<Buffer> {
  for await (const bytes of packetsIn(paths, limits, (read) => spend(files, read))) {
    // names are repeated in each packet, so that a stream may be far larger than the files
    spend(streams, bytes.length)
    yield bytes
  }
}

function spend(budget: Budget, bytes: number): void {
  if (budget.take(bytes)) return
  throw new Error(
    `with the data of all artifacts, it decompresses to more than ${sizeText(budget.limit)}, the limit: if you trust them, raise the limit (input max-decompressed)`,
  )
}

async function* packetsIn(
  { raw, details }: RunPaths,
  limits: ReadLimits,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const values = readEntries(details, limits, onRead)
  try {
    let n = 0
    for await (const line of readEntries(raw, limits, onRead)) {
      const { value, done } = await values.next()
      if (done) throw new Error(`details end before test ${n} of raw`)
      yield* packetsOf(parseTest(line), attachmentsOf(value), n++)
    }
    // output that belongs to no test comes after all tests, and has no name
    for await (const value of values) {
      if (!value.startsWith('"":')) throw new Error(`raw ends before test ${n} of details`)
      yield* filesOf({}, attachmentsOf(value))
    }
  } finally {
    await values.return(undefined)
  }
}

function* packetsOf(test: RawEntry, attachments: readonly [string, string][], n: number): Generator<Buffer> {
  const { id, status, tags, start, end } = test
  const ended = status !== 'inprogress' && status !== 'unknown'
  // a test without an end gets its own route code, so that it is not merged with a later one of the same id
  const who = ended ? { id } : { id, route: String(n) }
  yield packet({ ...who, time: start, ...(status === 'unknown' ? {} : { status: 'inprogress' }) })
  yield* filesOf(who, attachments)
  yield packet({ ...who, time: end, tags, ...(ended && { status }) })
}

function* filesOf(who: PacketFields, attachments: readonly [string, string][]): Generator<Buffer> {
  for (const [name, value] of attachments) {
    const data = DATA.exec(value)
    const mime = data?.[1] ?? TEXT
    const content = data === null ? Buffer.from(value) : Buffer.from(data[2], 'base64')
    for (let at = 0; at < content.length; at += MOST_CONTENT) {
      yield packet({ ...who, file: { mime, name, content: content.subarray(at, at + MOST_CONTENT) } })
    }
  }
}

function parseTest(line: string): RawEntry {
  const { id, name, status, tags, timestamps } = parseJson(line) as Record<string, unknown>
  const text = typeof id === 'string' ? id : name
  if (typeof text !== 'string') throw new Error('a test of raw has no name')
  const [start, end] = Array.isArray(timestamps) ? timestamps : []
  return {
    id: text,
    status: STATUSES.find((each) => each === status) ?? 'unknown',
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string' && tag !== '') : [],
    start: parseTimestamp(start),
    end: parseTimestamp(end),
  }
}

/** The attachments of a member `"name":{…}` of details; without a name, all that it holds. */
function attachmentsOf(line: string): [string, string][] {
  const [[name, value] = ['', null]] = Object.entries(parseJson(`{${line}}`) as Record<string, unknown>)
  if (typeof value !== 'object' || value === null) throw new Error('a value of details is not an object')
  const isOther = (key: string): boolean => name !== '' && (key === 'status' || key === 'timestamps')
  return Object.entries(value).flatMap(([key, text]): [string, string][] =>
    isOther(key) || typeof text !== 'string' ? [] : [[key, text]],
  )
}
