/** Decodes a run's columns (format/columns.ts) into typed arrays. */

import {
  COLUMNS_VERSION,
  type ColumnsHeader,
  type ColumnsSection,
  DRAWN_SECTIONS,
  NAMED_SECTIONS,
  type SectionName,
} from '../../format/columns.ts'
import { STATUSES } from '../../format/exported.ts'
import { Varints } from './varints.ts'

/** A fault in columns. The caller knows which block or file they came from. */
export class ColumnsFault extends Error {
  override readonly name = 'ColumnsFault'
}

/** The columns have a newer version than this page can read. */
export class NewerColumns extends ColumnsFault {
  readonly version: number
  constructor(version: number) {
    super(`columns of version ${version}`)
    this.version = version
  }
}

/** The header, and the sections that drawing needs. */
export interface DrawnBlock {
  readonly header: ColumnsHeader
  readonly sections: ReadonlyMap<SectionName, Uint8Array>
}

const NEWLINE = 10

export function openDrawn(bytes: Uint8Array): DrawnBlock {
  const end = bytes.indexOf(NEWLINE)
  if (end < 0) throw new ColumnsFault('no header')
  const header = parseHeader(new TextDecoder().decode(bytes.subarray(0, end)))
  return { header, sections: cut(header, DRAWN_SECTIONS, bytes.subarray(end + 1)) }
}

export function openNamed(header: ColumnsHeader, bytes: Uint8Array): ReadonlyMap<SectionName, Uint8Array> {
  return cut(header, NAMED_SECTIONS, bytes)
}

/** Bytes of the header and the sections for drawing, which come first; null if the header is incomplete. */
export function drawnLength(bytes: Uint8Array): number | null {
  const end = bytes.indexOf(NEWLINE)
  if (end < 0) return null
  const { sections } = parseHeader(new TextDecoder().decode(bytes.subarray(0, end)))
  return drawnSections(sections).reduce((sum, { bytes: length }) => sum + length, end + 1)
}

function drawnSections(sections: readonly ColumnsSection[]): readonly ColumnsSection[] {
  // a section that a later version adds stands between those of its part, and is skipped
  const last = sections.findLastIndex(({ name }) => (DRAWN_SECTIONS as readonly string[]).includes(name))
  return sections.slice(0, last + 1)
}

function parseHeader(text: string): ColumnsHeader {
  const header = JSON.parse(text) as ColumnsHeader
  if (header.version > COLUMNS_VERSION) throw new NewerColumns(header.version)
  const { count, untimed, lanes, sections, origin } = header
  const isFit =
    Array.isArray(lanes) && Array.isArray(sections) && Number.isSafeInteger(count) && Number.isFinite(origin)
  if (!isFit || lanes.reduce((sum, lane) => sum + lane.tests, untimed) !== count) {
    throw new ColumnsFault('a header that does not add up')
  }
  return header
}

function cut(
  { sections }: ColumnsHeader,
  names: readonly SectionName[],
  bytes: Uint8Array,
): ReadonlyMap<SectionName, Uint8Array> {
  const found = new Map<SectionName, Uint8Array>()
  let at = 0
  const drawn = drawnSections(sections)
  const own = names === DRAWN_SECTIONS ? drawn : sections.slice(drawn.length)
  for (const { name, bytes: length } of own) {
    found.set(name, bytes.subarray(at, at + length))
    at += length
  }
  if (at !== bytes.length) throw new ColumnsFault(`${bytes.length} bytes instead of ${at}`)
  return found
}

/** The joined columns of all runs; each run fills its part. */
export interface DrawnArrays {
  readonly status: Uint8Array
  /** Microseconds since the epoch; NaN where the stream gave none. */
  readonly start: Float64Array
  /** Microseconds; NaN where the stream gave none. */
  readonly duration: Float64Array
}

export function fillDrawn({ header, sections }: DrawnBlock, into: DrawnArrays, first: number): void {
  const { count, lanes, origin, untimed } = header
  const status = section(sections, 'status')
  if (status.length !== count || !isBelow(status, STATUSES.length)) {
    throw new ColumnsFault('an unknown status')
  }
  into.status.set(status, first)
  const [gaps, durations] = [
    new Varints(section(sections, 'gap')),
    new Varints(section(sections, 'duration')),
  ]
  const { start, duration } = into
  const untimedFrom = first + count - untimed
  gaps.readSignedInto(start, first, untimedFrom)
  durations.readSignedInto(duration, first, untimedFrom)
  let at = first
  for (const { tests } of lanes) {
    let end = origin
    for (const last = at + tests; at < last; at++) {
      const began = end + start[at]
      start[at] = began
      end = began + duration[at]
    }
  }
  if (!gaps.isWhole || !durations.isWhole) throw new ColumnsFault('times that are cut off')
  start.fill(Number.NaN, at, at + untimed)
  duration.fill(Number.NaN, at, at + untimed)
}

/** Whether all values are. A loop, because `every` with a callback per test takes ten times as long. */
export function isBelow(values: Uint8Array | Uint16Array | Uint32Array, limit: number): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] >= limit) return false
  return true
}

export function section(sections: ReadonlyMap<SectionName, Uint8Array>, name: SectionName): Uint8Array {
  const found = sections.get(name)
  if (found === undefined) throw new ColumnsFault(`no section ${name}`)
  return found
}
