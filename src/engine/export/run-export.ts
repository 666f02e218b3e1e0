/** Writes the files of one run while its tests come in. */

import { RAW } from '../host'
import { useArena } from '../memory/arena'
import { CLOSE_BRACE, COMMA } from '../memory/ascii'
import { copyShort, hash } from '../memory/bytes'
import { TOGETHER } from '../memory/touch'
import { hasBytes, Owner } from '../model/attachments'
import { isTurned, name, nameLength, setNameOf } from '../model/name'
import { OpenTest } from '../model/open-test'
import { FAIL, SKIP } from '../model/status'
import { TagSet } from '../subunit/tags'
import { beginCapture } from './capture'
import { isDotted } from './classes'
import { openColumns, writeColumns } from './columns'
import {
  beginDetails,
  beginWhole,
  closeDetails,
  details,
  endDetails,
  forgetFileKeys,
  openDetails,
  putFiles,
  reserveFields,
} from './details'
import { addToFingerprint } from './fingerprint'
import { closeNumbers, openNumbers, putNumbers } from './index-numbers'
import { isPlain, putName, putPlainString, putString } from './json'
import { Out } from './out'
import { retirePlaces } from './places'
import {
  addRow,
  DOTTED,
  idOf,
  isTimed,
  PLAIN,
  PLAIN_ID,
  REPEATED,
  Row,
  rowBefore,
  rowCount,
  TURNED,
} from './rows'
import { closeLists, isListed, listTest } from './stats-lists'
import { LONGEST_FIELDS, putRest, putStatusFields } from './test-fields'
import { addTotals } from './totals'
import { addToTree, locate } from './tree'
import { openTree, writeTree } from './write-tree'

/** Its buffer is reused for the columns once raw is written; the tree reuses that of details. */
const raw = changetype<Out>(memory.data(offsetof<Out>(), 8))
/** Offset in details of the output that belongs to no test; its length is 0 if there is none. */
export let wholeStart: f64 = 0
export let wholeLength: f64 = 0

let isTreeWritten = false

export function openFiles(): void {
  raw.open(RAW)
  openDetails()
  openNumbers()
  wholeStart = 0
  wholeLength = 0
  waitingCount = 0
  isTreeWritten = false
}

/** Rows of tests wait for some more, to be located together: up to the next test with attachments. */
const waiting = memory.data(TOGETHER * 4)
let waitingCount: u32 = 0

/**
 * The fields that raw and details have in common, of each waiting row: its bytes, and how many. Written before the row
 * waits, since the processor cannot copy in vectors what it wrote in small pieces a moment ago.
 */
const commons = memory.data(TOGETHER * LONGEST_FIELDS)
const commonLengths = memory.data(TOGETHER * 4)

/** Exports a test that has ended at `end`, in microseconds or NO_TIME. */
export function exportTest(test: OpenTest, end: i64): void {
  const row = fillRow(test, end)
  addToFingerprint(row, test.context === 0 ? test.hash : hash(test.key, test.length, 0))
  const n = <usize>waitingCount
  const common = commons + n * LONGEST_FIELDS
  store<u32>(commonLengths + (n << 2), putStatusFields(common, row.status, row.start, row.end) - common)
  store<u32>(waiting + (n << 2), changetype<usize>(row))
  waitingCount++
  if (test.firstFile !== 0) exportWaiting(changetype<usize>(test))
  else if (waitingCount === TOGETHER) exportWaiting(0)
}

/** To be called after the last test. `owner` has the attachments of the last row, if not 0. */
export function exportWaiting(owner: usize): void {
  const count = waitingCount
  waitingCount = 0
  locate(waiting, count)
  for (let i: u32 = 0; i < count; i++) {
    exportRow(changetype<Row>(load<u32>(waiting + ((<usize>i) << 2))), i === count - 1 ? owner : 0, i)
  }
}

/** The row before a test's id. */
function fillRow(test: OpenTest, end: i64): Row {
  useArena(changetype<TagSet>(test.tags).number)
  setNameOf(test.key, test.length)
  const row = rowBefore(test.key)
  row.name = name
  row.nameLength = nameLength
  row.idLength = test.length
  row.flags = plainness(row) | (isTurned ? TURNED : 0) | (isDotted(name, nameLength) ? DOTTED : 0)
  row.start = test.start
  row.end = end
  row.tags = test.tags
  row.status = test.status
  return row
}

/** Exports a row, at that place of those that waited, and its attachments; `owner` is 0 if there are none. */
function exportRow(row: Row, owner: usize, place: u32): void {
  const n = rowCount
  const tags = changetype<TagSet>(row.tags)
  useArena(tags.number)
  addRow(row)
  if (isTimed(row)) tags.timed++
  common = commons + <usize>place * LONGEST_FIELDS
  commonLength = load<u32>(commonLengths + ((<usize>place) << 2))
  putRaw(row, n)
  const isRepeated = addToTree(row)
  if (isRepeated) row.flags |= REPEATED
  putDetails(row, n, owner, isRepeated)
  addTotals(row, n)
}

/** Checks id and name together, since most are plain. */
function plainness(row: Row): u8 {
  // the id is at the name's address, or after the name
  const both = isTurned ? row.nameLength + row.idLength : row.idLength
  return isPlain(row.name, both) ? PLAIN | PLAIN_ID : isPlain(row.name, row.nameLength) ? PLAIN : 0
}

/** The common fields of the row that is exported. */
let common: usize = 0
let commonLength: u32 = 0

function putCommon(out: Out): void {
  out.reserve(LONGEST_FIELDS)
  copyShort(out.at, common, commonLength)
  out.at += commonLength
}

function putRaw(row: Row, n: u32): void {
  raw.text(n === 0 ? '[\n{"name":' : ',\n{"name":')
  putName(raw, row)
  if (row.flags & TURNED || row.nameLength !== row.idLength) {
    raw.text(',"id":')
    if (row.flags & PLAIN_ID) putPlainString(raw, idOf(row), row.idLength)
    else putString(raw, idOf(row), row.idLength)
  }
  raw.byte(COMMA)
  putCommon(raw)
  putRest(raw, row)
  raw.byte(CLOSE_BRACE)
}

function putDetails(row: Row, n: u32, owner: usize, isTaken: bool): void {
  beginCapture(row.status === SKIP)
  const before = details.position
  const place = beginDetails(row, isTaken)
  putCommon(details)
  if (owner !== 0) {
    const wanted = row.status === FAIL ? 'traceback' : row.status === SKIP ? 'reason' : ''
    reserveFields()
    putFiles(changetype<Owner>(owner), false, wanted)
    forgetFileKeys()
  }
  putNumbers(n, <u64>(place - before), <u64>endDetails(place), row.status)
  if (isListed(row.status)) listTest(row)
}

/** Exports what belongs to no test: output between packets, and files of packets without a test. */
export function exportWhole(noise: Owner, loose: Owner): void {
  if (!hasBytes(noise) && !hasBytes(loose)) return
  wholeStart = beginWhole()
  const first = putFiles(noise, true, '')
  putFiles(loose, first, '')
  forgetFileKeys()
  wholeLength = endDetails(wholeStart)
}

/** Finishes raw, details and the lists, and begins the tree, which `writeRest` continues. */
export function closeFiles(): void {
  raw.text(rowCount === 0 ? '[]' : '\n]')
  raw.flush()
  closeDetails()
  closeNumbers()
  closeLists()
  openTree(details)
}

/** Writes more of the tree, then of the columns; returns whether anything is left. */
export function writeRest(): bool {
  if (isTreeWritten) return writeColumns()
  if (writeTree()) return true
  isTreeWritten = true
  retirePlaces()
  openColumns(raw)
  return true
}
