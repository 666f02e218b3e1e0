/** Summarises what a run's workers did in a few numbers per worker, for pictures in text and for scripts. */

import { COLUMNS_VERSION, type ColumnsHeader, DRAWN_SECTIONS } from '../format/columns.ts'
import { FAILURE_STATUSES, STATUSES, UNENDED_STATUSES } from '../format/exported.ts'
import { readChunks } from './input.ts'
import type { Span } from './types.ts'

/** The worst that happened in a bucket of a lane's time; the highest value wins. */
export const WORST = { nothing: 0, unended: 1, success: 2, skip: 3, failure: 4 } as const

export interface Lane {
  /** N of the tag `worker-N`; null for the lane of tests without one. */
  readonly worker: number | null
  readonly tests: number
  readonly failed: number
  /** Share of the run's time in which a test ran that ended, from 0 to 1. */
  readonly busy: number
  /** The same per bucket, of its time. */
  readonly buckets: Float64Array
  /** Per bucket, a value of WORST for the tests in it. */
  readonly worst: Uint8Array
}

export interface Lanes {
  /** First start and last end, in microseconds since the epoch. */
  readonly start: number
  readonly end: number
  readonly lanes: readonly Lane[]
}

/** Maximum bytes of a header; it grows by about 20 bytes per lane. */
const LONGEST_HEADER = 8 << 20

const SEVERITY: readonly number[] = STATUSES.map((status) =>
  FAILURE_STATUSES.has(status) ? WORST.failure : status === 'skip' ? WORST.skip : WORST.success,
)

const UNENDED: readonly boolean[] = STATUSES.map((status) => UNENDED_STATUSES.has(status))

/**
 * Reads only the part of a columns file that drawing needs; null if no test has both times. `span`: the run's time,
 * which may be longer than its lanes', since a test without a start stands in none.
 */
export async function readLanes(path: string, buckets: number, { start, end }: Span): Promise<Lanes | null> {
  const { header, gap, duration, status } = await readDrawn(path)
  const starts = new Float64Array(header.count - header.untimed)
  const ends = starts.slice()
  let at = 0
  for (const { tests } of header.lanes) {
    let before = header.origin
    for (const to = at + tests; at < to; at++) {
      starts[at] = before + gap.next()
      before = starts[at] + duration.next()
      // if the clock went back, the test counts as taking no time
      ends[at] = Math.max(starts[at], before)
    }
  }
  if (at === 0) return null
  const scale = { start, end, buckets }
  let from = 0
  const lanes = header.lanes.map(({ worker, tests }) => {
    const to = from + tests
    const range = [starts, ends, status].map((column) => column.subarray(from, to))
    from = to
    return { worker, tests, ...fill(scale, range as [Float64Array, Float64Array, Uint8Array]) }
  })
  return { start, end, lanes }
}

interface Scale {
  readonly start: number
  readonly end: number
  readonly buckets: number
}

/** A lane's tests are sorted by start and may overlap; overlapping time counts once. */
function fill(
  { start, end, buckets }: Scale,
  [starts, ends, status]: [Float64Array, Float64Array, Uint8Array],
) {
  const shares = new Float64Array(buckets)
  const worst = new Uint8Array(buckets)
  const width = Math.max(end - start, 1) / buckets
  const bucketOf = (time: number): number => Math.min(buckets - 1, Math.floor((time - start) / width))
  let [reach, total, failed] = [start, 0, 0]
  for (let n = 0; n < starts.length; n++) {
    const severity = SEVERITY[status[n]]
    if (severity === WORST.failure) failed += 1
    const lastBucket = bucketOf(ends[n])
    // a test's status is shown where it ended: that is when a failure became visible
    worst[lastBucket] = Math.max(worst[lastBucket], severity)
    // how long such a test took is not known
    const isUnended = UNENDED[status[n]]
    const from = Math.max(starts[n], reach)
    for (let bucket = bucketOf(from); bucket <= lastBucket; bucket++) {
      const left = start + bucket * width
      const time = Math.max(0, Math.min(ends[n], left + width) - Math.max(from, left))
      if (!isUnended) shares[bucket] += time / width
      worst[bucket] = Math.max(worst[bucket], isUnended ? WORST.unended : WORST.success)
    }
    if (isUnended) continue
    total += Math.max(0, ends[n] - from)
    reach = Math.max(reach, ends[n])
  }
  return {
    failed,
    busy: total / Math.max(end - start, 1),
    buckets: shares.map((share) => Math.min(1, share)),
    worst,
  }
}

interface Drawn {
  readonly header: ColumnsHeader
  readonly gap: SignedVarints
  readonly duration: SignedVarints
  /** Statuses of the lanes' tests, then of the untimed ones. */
  readonly status: Uint8Array
}

async function readDrawn(path: string): Promise<Drawn> {
  const chunks: Buffer[] = []
  let [length, headerEnd, wanted] = [0, -1, LONGEST_HEADER]
  let header: ColumnsHeader | null = null
  for await (const chunk of readChunks(path)) {
    chunks.push(Buffer.from(chunk)) // the reader reuses its buffer
    const newline = header === null ? chunk.indexOf(10) : -1
    if (newline >= 0) {
      headerEnd = length + newline + 1
      header = parseHeader(Buffer.concat(chunks).toString('utf8', 0, headerEnd), path)
      wanted = headerEnd + bytesOf(header)
    }
    length += chunk.length
    if (length >= wanted) break
  }
  if (length < wanted) throw new Error(`${path}: cut off: it is ${length} bytes long`)
  if (header === null) throw new Error(`${path}: its header is longer than ${LONGEST_HEADER >> 20} MiB`)
  const all = Buffer.concat(chunks, wanted)
  const sections = header.sections.map(({ bytes }) => bytes)
  const section = (n: number): Buffer => {
    const from = sections.slice(0, n).reduce((sum, bytes) => sum + bytes, headerEnd)
    return all.subarray(from, from + sections[n])
  }
  const [gap, duration, status] = [0, 1, 2].map(section)
  return { header, gap: new SignedVarints(gap), duration: new SignedVarints(duration), status }
}

function parseHeader(text: string, path: string): ColumnsHeader {
  const header = JSON.parse(text) as ColumnsHeader // our own file, just written
  const names = header.sections.slice(0, DRAWN_SECTIONS.length).map(({ name }) => name)
  if (header.version > COLUMNS_VERSION || names.join() !== DRAWN_SECTIONS.join())
    throw new Error(`${path}: columns of version ${header.version} and not ${COLUMNS_VERSION}`)
  return header
}

const bytesOf = ({ sections }: ColumnsHeader): number =>
  sections.slice(0, DRAWN_SECTIONS.length).reduce((sum, { bytes }) => sum + bytes, 0)

/** Decodes zigzag LEB128. Numbers may reach 2^53, so it multiplies: bit shifts have 32 bits only. */
class SignedVarints {
  private readonly bytes: Uint8Array
  private at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  next(): number {
    let [value, power] = [0, 1]
    for (;;) {
      const byte = this.bytes[this.at++] ?? 0
      value += (byte & 127) * power
      power *= 128
      if (byte < 128) break
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
}
