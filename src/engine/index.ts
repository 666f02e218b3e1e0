/**
 * The engine: takes the bytes of a subunit stream, and produces the bytes of a run's files. It is compiled to
 * WebAssembly, and holds one run at a time. `src/export/engine.ts` is its host.
 */

import { forgetCapture } from './export/capture'
import { forgetFingerprint } from './export/fingerprint'
import { buildVectors } from './export/json'
import { forgetRedaction } from './export/redact'
import { forgetRows } from './export/rows'
import { closeFiles, openFiles } from './export/run-export'
import { buildWritten } from './export/sound-utf8'
import { forgetLists } from './export/stats-lists'
import { buildDigits } from './export/time'
import { forgetTotals } from './export/totals'
import { forgetTree } from './export/tree'
import { forgetArena } from './memory/arena'
import { forgetBlocks } from './memory/blocks'
import { forgetScratch } from './memory/utf8'
import { forgetAttachments } from './model/attachments'
import { endRun, forgetTests } from './model/run'
import { forgetWarnings } from './model/warnings'
import { buildTables } from './subunit/crc32'
import { forgetRanges } from './subunit/crc32-ranges'
import { forgetPacket } from './subunit/packet'
import { forgetTags } from './subunit/tags'
import { beginV1, decodeV1 } from './subunit/v1'
import { forgetSuites } from './subunit/v1-suites'
import { beginV2, decodeV2, packets } from './subunit/v2'
import { forgetWireTags } from './subunit/v2-fields'
import { appended, forgetWindow, offsetOf, start } from './subunit/window'

export { FINGERPRINT_SIZE, fingerprint } from './export/fingerprint'
export { LONGEST_REASON } from './export/reasons'
export { addTriple, anchorTables, FARTHEST, forgetTriples, setRedacting, URL_BIT } from './export/redact'
export { rowAt, rowCount } from './export/rows'
export { wholeLength, wholeStart, writeRest } from './export/run-export'
export { shownLength } from './export/stats-lists'
export {
  counts,
  firstStart,
  lastEnd,
  placeSlowest,
  slowest,
  slowestCount,
  slowestPlaces,
  totalDuration,
} from './export/totals'
export { SECRET_SIZE, secret } from './memory/bytes'
export { firstMissing, missing, missingNameLength, nextMissing, notRun } from './model/enumerated'
export { tapNoise, unfinished, unordered } from './model/run'
export { tallies } from './model/warnings'
export { NO_TIME } from './subunit/packet'
export { setHiding } from './subunit/secrets'
export { isInTimedTest, isV1 } from './subunit/v1'
export { firstSuite } from './subunit/v1-suites'
export { hasEnded, hasFailed, inDetails } from './subunit/v1-test'
export { roomFor } from './subunit/window'

/** What to decode the bytes as; SEEK_V2 only searches for a valid packet, SEEK_V1 for tests. */
export const SEEK_V2: u32 = 0
export const V2: u32 = 1
export const V1: u32 = 2
export const SEEK_V1: u32 = 3

let decoding: u32 = SEEK_V2

/** To be called once, after the host has filled `secret`. */
export function prepare(): void {
  buildTables()
  buildDigits()
  buildVectors()
  buildWritten()
}

/** Discards everything, and begins a run; attachments beyond `memoryLimit` bytes go to a file. */
export function begin(what: u32, memoryLimit: u32): void {
  decoding = what
  forgetBlocks()
  forgetArena()
  forgetScratch()
  forgetWindow()
  forgetRanges()
  forgetPacket()
  forgetTags()
  forgetWireTags()
  forgetAttachments(memoryLimit)
  forgetTests()
  forgetWarnings()
  forgetSuites()
  forgetRows()
  forgetFingerprint()
  forgetTree()
  forgetTotals()
  forgetCapture()
  forgetLists()
  forgetRedaction()
  if (what === V1 || what === V2) openFiles()
  if (what === V1 || what === SEEK_V1) beginV1(what === SEEK_V1)
  else beginV2(what === SEEK_V2)
}

/** Decodes `length` bytes that were written there. */
export function decode(length: u32): void {
  appended(length)
  decodeMore(false)
}

/** Decodes the rest of the stream, which ends here. */
export function endStream(): void {
  decodeMore(true)
}

function decodeMore(last: bool): void {
  if (decoding === V1 || decoding === SEEK_V1) decodeV1(last)
  else decodeV2(last)
}

/** Whether a valid packet of version 2 was found. */
export function hasV2(): bool {
  return packets > 0
}

/** Offset of the packet that SEEK_V2 found. */
export function foundAt(): f64 {
  return offsetOf(start)
}

/** Exports the tests that never ended, and finishes all files but tree and columns: see `writeRest`. */
export function finish(): void {
  endRun()
  closeFiles()
}
