/** Writes the files of one run while its tests come. */

import { outcome } from '../host'
import { hasBytes, Owner } from '../model/attachments'
import { isTurned, name, nameLength, setNameOf } from '../model/name'
import { OpenTest } from '../model/open-test'
import { NO_TIME } from '../subunit/packet'
import { beginCapture, captured, capturedLength, capturedRendering, endCapture, hasCaptured } from './capture'
import { classOf } from './classes'
import { writeColumns } from './columns'
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
import { isPlain, putName, putString } from './json'
import { Out } from './out'
import { addToPrint } from './print'
import { addRow, idOf, PLAIN, Row, rowCount, TURNED } from './rows'
import { LONGEST_FIELDS, putRest, putStatusFields } from './test-fields'
import { addTotals } from './totals'
import { addToTree, writeTree } from './tree'

const raw = changetype<Out>(memory.data(offsetof<Out>(), 8))
/** Where details has the output that belongs to no test; the length is 0 where there is none. */
export let wholeStart: f64 = 0
export let wholeLength: f64 = 0

export function openFiles(): void {
  raw.open(0)
  openDetails()
  wholeStart = 0
  wholeLength = 0
}

/** Exports a test that has ended, by `end` in microseconds or NO_TIME. */
export function exportTest(test: OpenTest, end: i64): void {
  setNameOf(test.key, test.length)
  const n = rowCount
  const row = addRow()
  row.name = name
  row.nameLength = nameLength
  row.idLength = test.length
  row.flags = (isPlain(name, nameLength) ? PLAIN : 0) | (isTurned ? TURNED : 0)
  row.start = test.start === NO_TIME ? NaN : <f64>test.start
  row.end = end === NO_TIME ? NaN : <f64>end
  row.tags = test.tags
  row.testClass = classOf(name, nameLength)
  row.status = test.status
  putRaw(row, n)
  putDetails(row, test, addToTree(row.name, row.nameLength, n))
  addTotals(row, n)
  addToPrint(row)
}

function putRaw(row: Row, n: u32): void {
  raw.text(n === 0 ? '[\n{"name":' : ',\n{"name":')
  putName(raw, row)
  if (row.flags & TURNED || row.nameLength !== row.idLength) {
    raw.text(',"id":')
    putString(raw, idOf(row), row.idLength)
  }
  raw.reserve(LONGEST_FIELDS)
  store<u8>(raw.at, 44)
  raw.at = putStatusFields(raw.at + 1, row.status, row.start, row.end)
  putRest(raw, row.tags, row.start, row.end)
  raw.byte(125)
}

const SUCCESS: u32 = 0
const FAIL: u32 = 1
const SKIP: u32 = 2
const XFAIL: u32 = 3

/** Statuses that the statistics list. */
function isListed(status: u32): bool {
  return status !== SUCCESS && status !== XFAIL
}

function putDetails(row: Row, test: OpenTest, isTaken: bool): void {
  beginCapture()
  const before = details.position
  const place = beginDetails(row, isTaken)
  row.detailGap = <u32>(place - before)
  details.reserve(LONGEST_FIELDS)
  details.at = putStatusFields(details.at, row.status, row.start, row.end)
  if (test.firstFile !== 0) {
    const wanted = row.status === FAIL ? 'traceback' : row.status === SKIP ? 'reason' : ''
    reserveFields()
    putFiles(test, false, wanted)
    forgetFileKeys()
  }
  const length = <u64>endDetails(place)
  row.detailLength = <u32>length
  row.detailLengthAbove = <u16>(length >> 32)
  if (isListed(row.status)) tellOutcome(row)
}

function tellOutcome(row: Row): void {
  endCapture()
  const hasTimes = !isNaN(row.start) && !isNaN(row.end)
  outcome(
    row.status,
    row.name,
    row.nameLength,
    hasTimes,
    row.end - row.start,
    hasCaptured,
    captured,
    capturedLength,
    capturedRendering,
  )
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

/** Finishes the files; none may be written to any more. */
export function closeFiles(): void {
  raw.text(rowCount === 0 ? '[]' : '\n]')
  raw.flush()
  closeDetails()
  writeTree()
  writeColumns(raw)
}
