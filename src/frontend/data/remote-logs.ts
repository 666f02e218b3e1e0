/**
 * Reads the details file beside a site's page over HTTP, and only the bytes that are needed. A server
 * without range support sends the file from its start; the response is cancelled once these have arrived.
 */

import type { Piece, Range } from './details-index.ts'
import { type Bytes, concat } from './inflate.ts'
import { blocked, changed, ended, foreign, LOGS, refused, unreachable } from './remote-faults.ts'

const ONE_FILE =
  '; or open the single-file report that “stackviz-export --report” writes, which has all logs in it'

export interface RemoteFile {
  /** Relative to the page. */
  readonly url: string
  /** Bytes that the file on the server must have. */
  readonly size: number
  readonly compressed: boolean
  /** Aborted when nobody waits for the bytes any more. */
  readonly signal: AbortSignal
}

/** The piece's bytes as they arrive: as stored, or already inflated by server or browser. */
export interface Received {
  readonly bytes: AsyncIterable<Bytes>
  readonly inflated: boolean
}

/** URLs of files for which the server does not support ranges, kept while the page is open. */
const wholeOnly = new Set<string>()

/** Throws a DataError. */
export async function readRemote(file: RemoteFile, piece: Piece): Promise<Received> {
  if (location.protocol === 'file:') throw blocked(LOGS, file.url, ONE_FILE)
  const part = wholeOnly.has(file.url) ? null : await readByRange(file, piece)
  if (part !== null) return part
  const response = await request(file, {})
  if (response.status !== 200) throw refused(LOGS, file.url, response.status)
  wholeOnly.add(file.url)
  return readFromStart(response, file, piece)
}

/** Null if the whole file should be requested instead. */
async function readByRange(file: RemoteFile, piece: Piece): Promise<Received | null> {
  const { from, to } = piece.stored
  // a range of a content-encoded response lacks the encoding's beginning, and fetch just fails
  const response = await request(file, { Range: `bytes=${from}-${to - 1}` }).catch(() => {
    file.signal.throwIfAborted()
    return null
  })
  if (response === null) return null
  if (response.status === 206) return readPart(response, file, piece.stored)
  if (response.status === 416) throw changed(file.url, totalOf(response), file.size)
  if (response.status !== 200) throw refused(LOGS, file.url, response.status)
  if (isEncoded(response)) {
    await response.body?.cancel()
    return null
  }
  wholeOnly.add(file.url)
  return readFromStart(response, file, piece)
}

async function request({ url, signal }: RemoteFile, headers: Record<string, string>): Promise<Response> {
  try {
    // no-store: a cached range of an earlier export would not fit this page
    return await fetch(url, { headers, signal, cache: 'no-store' })
  } catch (cause) {
    signal.throwIfAborted()
    throw unreachable(LOGS, url, cause)
  }
}

/** Null if the part is unusable: another range than requested, or content-encoded. */
async function readPart(response: Response, file: RemoteFile, wanted: Range): Promise<Received | null> {
  const [, first, last] = /^bytes (\d+)-(\d+)\//.exec(response.headers.get('content-range') ?? '') ?? []
  const total = totalOf(response)
  const fits = Number(first) <= wanted.from && Number(last) >= wanted.to - 1
  const cutter = new Cutter(response, file.url)
  if (isEncoded(response) || !fits) {
    await cutter.stop()
    return null
  }
  if (total !== null && total !== file.size) {
    await cutter.stop()
    throw changed(file.url, total, file.size)
  }
  const bytes = cutter.cut({ from: wanted.from - Number(first), to: wanted.to - Number(first) })
  return { bytes, inflated: false }
}

/** The first bytes tell whether the file is compressed, is not (or no longer), or is something else. */
async function readFromStart(
  response: Response,
  file: RemoteFile,
  { stored, plain }: Piece,
): Promise<Received> {
  const cutter = new Cutter(response, file.url)
  const [first, second] = await cutter.peek()
  const compressed = file.compressed && first === 0x1f && second === 0x8b
  if (!compressed && first !== 0x7b) {
    await cutter.stop()
    throw foreign(file.url, response.headers.get('content-type'))
  }
  const length = response.headers.get('content-length')
  const inflated = file.compressed && !compressed
  if (!isEncoded(response) && !inflated && length !== null && Number(length) !== file.size) {
    await cutter.stop()
    throw changed(file.url, Number(length), file.size)
  }
  return { bytes: cutter.cut(inflated ? plain : stored), inflated }
}

/** Reads a range of a response's body and cancels the rest. */
class Cutter {
  private readonly reader: ReadableStreamDefaultReader<Bytes> | undefined
  private readonly url: string
  private readonly peeked: Bytes[] = []

  constructor(response: Response, url: string) {
    this.reader = response.body?.getReader()
    this.url = url
  }

  /** The first two bytes, or as many as there are. */
  async peek(): Promise<Uint8Array> {
    let length = 0
    while (length < 2) {
      const chunk = await this.read()
      if (chunk === null) break
      this.peeked.push(chunk)
      length += chunk.length
    }
    return concat(this.peeked).subarray(0, 2)
  }

  async *cut({ from, to }: Range): AsyncGenerator<Bytes> {
    try {
      let at = 0
      while (at < to) {
        const chunk = this.peeked.shift() ?? (await this.read())
        if (chunk === null) throw ended(this.url, at, to)
        if (at + chunk.length > from) yield chunk.subarray(Math.max(0, from - at), to - at)
        at += chunk.length
      }
    } finally {
      await this.stop()
    }
  }

  async stop(): Promise<void> {
    await this.reader?.cancel().catch(() => {})
  }

  private async read(): Promise<Bytes | null> {
    try {
      return (await this.reader?.read())?.value ?? null
    } catch (cause) {
      throw unreachable(LOGS, this.url, cause)
    }
  }
}

/** The file's size according to Content-Range; null if that does not say. */
function totalOf(response: Response): number | null {
  const total = /^bytes (?:\d+-\d+|\*)\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
  return total === undefined ? null : Number(total)
}

/** If so, the headers' lengths and ranges count encoded bytes, but the browser hands out decoded ones. */
const isEncoded = (response: Response): boolean =>
  (response.headers.get('content-encoding') ?? 'identity') !== 'identity'
