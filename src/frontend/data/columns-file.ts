/** Reads a run's columns over HTTP from a file of a published site. */

import { COLUMNS_VERSION, type ColumnsHeader } from '../../format/columns.ts'
import { DataError } from './blocks.ts'
import { type DrawnBlock, drawnLength, NewerColumns, openDrawn, openNamed } from './columns.ts'
import { type Bytes, concat, inflating } from './inflate.ts'
import { type RunNames, readNames } from './names.ts'
import { blocked, newerPublished, refused, TESTS, unreachable } from './remote-faults.ts'

export interface ColumnsFile {
  /** Resolves once the part for drawing has arrived. Both reject with a DataError, or the signal's reason. */
  readonly drawn: Promise<DrawnBlock>
  readonly names: Promise<RunNames>
}

export interface FetchOptions {
  readonly signal?: AbortSignal
  /** Called with the length of each chunk that arrives. */
  readonly onBytes?: (bytes: number) => void
}

/** Starts the request at once. `url` is relative to the page. */
export function readColumnsFile(url: string, options: FetchOptions = {}): ColumnsFile {
  let onDrawn: (drawn: DrawnBlock) => void = () => {}
  const came = new Promise<DrawnBlock>((resolve) => {
    onDrawn = resolve
  })
  const names = read(url, options, onDrawn)
  const drawn = Promise.race([came, names.then(() => came)])
  drawn.catch(() => {}) // no unhandled rejection for callers of `names` alone, which rejects too
  return { drawn, names }
}

async function read(
  url: string,
  options: FetchOptions,
  onDrawn: (drawn: DrawnBlock) => void,
): Promise<RunNames> {
  if (location.protocol === 'file:') throw blocked(TESTS, url)
  const response = await request(url, options)
  try {
    const parts = await inflated(bytesOf(response, url, options))
    const { header, rest } = await takeDrawn(parts, onDrawn)
    return readNames(header, openNamed(header, rest))
  } catch (cause) {
    options.signal?.throwIfAborted()
    throw cause instanceof DataError ? cause : damagedColumns(url, cause)
  }
}

async function request(url: string, { signal }: FetchOptions): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, signal === undefined ? {} : { signal })
  } catch (cause) {
    signal?.throwIfAborted()
    throw unreachable(TESTS, url, cause)
  }
  if (response.ok) return response
  await response.body?.cancel()
  throw refused(TESTS, url, response.status)
}

async function* bytesOf(response: Response, url: string, options: FetchOptions): AsyncGenerator<Bytes> {
  const reader = response.body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read().catch((cause: unknown) => {
      options.signal?.throwIfAborted()
      throw unreachable(TESTS, url, cause)
    })) ?? { done: true, value: undefined }
    if (done || value === undefined) return
    options.onBytes?.(value.length)
    yield value
  }
}

/** Inflates the file, unless the browser already did because the server declared gzip as an encoding. */
async function inflated(parts: AsyncGenerator<Bytes>): Promise<AsyncGenerator<Bytes>> {
  const first = await parts.next()
  const head = first.done ? new Uint8Array() : first.value
  const all = chain(head, parts)
  return head[0] === 0x1f ? inflating('gzip', all) : all
}

async function* chain(head: Bytes, parts: AsyncGenerator<Bytes>): AsyncGenerator<Bytes> {
  yield head
  yield* parts
}

/** Calls `onDrawn` as soon as the part for drawing has arrived, then reads the rest. */
async function takeDrawn(
  parts: AsyncGenerator<Bytes>,
  onDrawn: (drawn: DrawnBlock) => void,
): Promise<{ readonly header: ColumnsHeader; readonly rest: Bytes }> {
  const chunks: Bytes[] = []
  let [size, wanted, header]: [number, number | null, ColumnsHeader | null] = [0, null, null]
  for await (const chunk of parts) {
    chunks.push(chunk)
    size += chunk.length
    wanted ??= drawnLength(concat(chunks))
    if (header !== null || wanted === null || size < wanted) continue
    const drawn = openDrawn(concat(chunks).subarray(0, wanted))
    header = drawn.header
    onDrawn(drawn)
  }
  if (header === null || wanted === null) throw new Error('a file that is cut off')
  return { header, rest: concat(chunks).subarray(wanted) }
}

/** `cause`: why the file, all of which has arrived, cannot be read. */
export function damagedColumns(url: string, cause: unknown): DataError {
  if (cause instanceof NewerColumns) return newerPublished(url, cause.version, COLUMNS_VERSION)
  return new DataError(`The tests cannot be read: ${url} is damaged.`, TESTS.again, { cause })
}
