/**
 * What the stream enumerated (`exists` packets), and what of it never ran. Much of that is in order: the fixture of a
 * class failed or was skipped, or a test ran under another id. What nothing of the kind explains is missing: most
 * likely the process died that was to run it.
 */

import { classLength } from '../export/classes'
import { idOf, Row, rowAt, rowCount } from '../export/rows'
import { keep, room } from '../memory/arena'
import { CLOSE_PAREN, DOT, OPEN_BRACKET, OPEN_PAREN, SPACE } from '../memory/ascii'
import { allocate } from '../memory/blocks'
import { findLast } from '../memory/bytes'
import { Entry, Table } from '../memory/table'
import { startsWith } from '../memory/text'
import * as packet from '../subunit/packet'
import { fixtureLength, name, nameLength, setNameOf } from './name'
import { FAIL, SKIP } from './status'

/** A module may have classes in classes; deeper than this, a fixture of the module explains nothing. */
const DEPTH: u32 = 8

@unmanaged
class Enumerated extends Entry {
  /** The one that was enumerated next. */
  next: usize
  /** Whether a test of that id ran, or one that it became. */
  isFound: bool
}

const enumerated = changetype<Table>(memory.data(offsetof<Table>()))
let first: usize = 0
let last: usize = 0

/** Why a test may not have run: contexts of the causes' keys. */
const FIXTURE: u32 = 1
const RENAMED: u32 = 2
/** Context of the classes that were enumerated. */
const CLASS: u32 = 3
/**
 * Classes and modules whose fixture failed or was skipped, classes of which a test ran that was not enumerated, and
 * those that were enumerated.
 */
const causes = changetype<Table>(memory.data(offsetof<Table>()))
/** Number of tests that ran, did not fail, and are of no class that was enumerated. */
let strangers: u32 = 0

/** Number of ids that were enumerated, and never ran; and of those that nothing explains. */
export let notRun: u32 = 0
export let missing: u32 = 0
export let missingNameLength: u32 = 0

export function forgetEnumerated(): void {
  enumerated.forget()
  causes.forget()
  strangers = 0
  first = 0
  last = 0
  notRun = 0
  missing = 0
}

/** Takes the id of the packet that was decoded. */
export function enumerate(): void {
  if (enumerated.find(0, packet.id, packet.idLength) !== 0) return
  const entry = changetype<Enumerated>(allocate(offsetof<Enumerated>()))
  entry.setKey(0, keep(packet.id, packet.idLength), packet.idLength)
  entry.next = 0
  entry.isFound = false
  enumerated.add(entry)
  if (last === 0) first = changetype<usize>(entry)
  else changetype<Enumerated>(last).next = changetype<usize>(entry)
  last = changetype<usize>(entry)
}

export function countNotRun(): void {
  notRun = enumerated.count
  for (let n: u32 = 0; n < rowCount && notRun > 0; n++) {
    const row = rowAt(n)
    if (takeFound(idOf(row), row.idLength)) notRun--
  }
  if (notRun === 0 || (notRun === enumerated.count && !onlyFixturesRan())) return
  missing = notRun
  for (let at = first; at !== 0; at = changetype<Enumerated>(at).next) {
    const entry = changetype<Enumerated>(at)
    addCause(CLASS, entry.key, classLength(entry.key, entry.length))
  }
  for (let n: u32 = 0; n < rowCount; n++) explainBy(rowAt(n))
  for (let at = first; at !== 0; at = changetype<Enumerated>(at).next) {
    const entry = changetype<Enumerated>(at)
    if (entry.isFound || !isExplained(entry)) continue
    entry.isFound = true
    missing--
  }
  // an ExecTestCase of subunit is enumerated, and its script's tests run
  if (strangers >= missing) missing = 0
}

/** Where tests ran and no id is found again, they run under other ids than those they are enumerated by. */
function onlyFixturesRan(): bool {
  for (let n: u32 = 0; n < rowCount; n++) {
    const row = rowAt(n)
    if (fixtureLength(idOf(row), row.idLength) === 0) return false
  }
  return rowCount > 0
}

/** Marks an enumerated id as found; false if it is not one, or was found before. */
function takeFound(id: usize, length: u32): bool {
  const found = enumerated.find(0, id, length)
  if (found === 0 || changetype<Enumerated>(found).isFound) return false
  changetype<Enumerated>(found).isFound = true
  return true
}

/** Takes what a test tells about others that did not run. */
function explainBy(row: Row): void {
  const id = idOf(row)
  const fixture = fixtureLength(id, row.idLength)
  if (fixture !== 0) {
    const isSetUp = startsWith(id, row.idLength, 'setUp')
    // not from the name: a class made in a function, `make.<locals>.X`, is no dotted name
    const from = id + fixture + 2
    const end = findLast(CLOSE_PAREN, from, id + row.idLength)
    if (isSetUp && (row.status === FAIL || row.status === SKIP)) addCause(FIXTURE, from, <u32>(end - from))
    return
  }
  if (enumerated.find(0, id, row.idLength) !== 0) return
  // `X(sqlite)` of testscenarios was enumerated as X
  const before = lengthBeforeBracket(id, row.idLength)
  if (enumerated.find(0, id, before) !== 0) {
    if (takeFound(id, before)) missing--
    return
  }
  const ofClass = classLength(id, row.idLength)
  addCause(RENAMED, id, ofClass)
  // a failure may be stestr's process-returncode, which tells that a process died
  if (row.status !== FAIL && causes.find(CLASS, id, ofClass) === 0) strangers++
}

/** Length of an id up to the first `(`, `[` or space; at least 1. */
function lengthBeforeBracket(id: usize, length: u32): u32 {
  for (let n: u32 = 1; n < length; n++) {
    const byte = load<u8>(id + n)
    if (byte === SPACE || byte === OPEN_PAREN || byte === OPEN_BRACKET) return n
  }
  return length
}

function addCause(kind: u32, key: usize, length: u32): void {
  if (length === 0 || causes.find(kind, key, length) !== 0) return
  const entry = changetype<Entry>(room(offsetof<Entry>()))
  entry.setKey(kind, key, length)
  causes.add(entry)
}

function isExplained(entry: Entry): bool {
  const key = entry.key
  const ofClass = classLength(key, entry.length)
  if (ofClass === 0) return false
  if (causes.find(RENAMED, key, ofClass) !== 0) return true
  let end = key + ofClass - 1
  for (let depth: u32 = 0; depth < DEPTH && end > key; depth++) {
    if (causes.find(FIXTURE, key, <u32>(end - key)) !== 0) return true
    end = findLast(DOT, key, end)
  }
  return false
}

let asked: usize = 0

export function firstMissing(): usize {
  asked = first
  return nextMissing()
}

/** Address of the name of the next test that is missing, in the order of the enumeration; 0 if there is none. */
export function nextMissing(): usize {
  while (asked !== 0 && changetype<Enumerated>(asked).isFound) asked = changetype<Enumerated>(asked).next
  if (asked === 0) return 0
  const entry = changetype<Enumerated>(asked)
  asked = entry.next
  setNameOf(entry.key, entry.length)
  missingNameLength = nameLength
  return name
}
