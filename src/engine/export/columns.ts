/** Writes a run's tests as columns, in the format of src/format/columns.ts. */

import { COLUMNS, cut } from '../host'
import { CLOSE_BRACE, CLOSE_BRACKET, COMMA, OPEN_BRACKET } from '../memory/ascii'
import { copyShort } from '../memory/bytes'
import { SORTED_SIZE } from '../memory/sort'
import { TOGETHER, touchBoth } from '../memory/touch'
import { TagSet } from '../subunit/tags'
import { classesBytes, classLengths, firstTexts, writeClasses } from './classes'
import { fillLanes, laneAt, laneCount, NO_WORKER, openLanes, records, sortLanes, Texts, timed } from './lanes'
import { NOWHERE, Out } from './out'
import { rowCount } from './rows'
import {
  classes,
  collectTests,
  durations,
  firstPlaced,
  gaps,
  idLengths,
  idsBytes,
  methodsBytes,
  openTestColumns,
  orders,
  origin,
  statuses,
  tagPlaces,
  textsEnd,
} from './test-columns'
import { putTagList } from './test-fields'
import { putNumber } from './time'

/** Upper bound of the bytes of a lane or a section in the header. */
const LONGEST_ITEM: u32 = 128
/** Texts up to this length are copied in whole vectors. */
const SHORT: u32 = 4096

const out = changetype<Out>(memory.data(offsetof<Out>(), 8))

/** Tests or classes that are handled per call. */
const AT_ONCE: u32 = 16_384

/** Ends a method: METHOD_END of src/format/columns.ts. */
const END: u8 = 0xff

/** The next part for writeColumns, and the next test's texts. */
let part: u32 = 0
let next: usize = 0
const LANES: u32 = 0
const TESTS: u32 = 1
const NUMBERS: u32 = 2
const CLASSES: u32 = 3
const METHODS: u32 = 4
const IDS: u32 = 5

/** Begins the file. Reuses the buffer of `done`, a finished output. */
export function openColumns(done: Out): void {
  out.reopen(NOWHERE, done)
  openLanes()
  part = LANES
}

/**
 * Prepares or writes the next part, and returns whether anything is left. A loop over all tests would run in
 * the code of V8's first compiler, four times as slow, which is replaced only between two calls.
 */
export function writeColumns(): bool {
  if (part === LANES) layLanes()
  else if (part === TESTS) collect()
  else if (part === NUMBERS) putNumbers()
  else if (part === CLASSES) putClasses()
  else if (part === METHODS) return putMethods()
  else return putIds()
  return true
}

function layLanes(): void {
  if (fillLanes(AT_ONCE)) return
  sortLanes()
  openTestColumns()
  part = TESTS
}

function collect(): void {
  if (collectTests(AT_ONCE)) return
  putFirst()
  part = NUMBERS
}

/** Writes what drawing needs. */
function putFirst(): void {
  // first only counted, since the header states the length of each section
  putTagSets()
  const tagSetsBytes = <u64>out.position
  out.reopen(COLUMNS, out)
  putHeader(tagSetsBytes)
  gaps.writeTo(out)
  durations.writeTo(out)
  statuses.writeTo(out)
  out.flush()
  cut(COLUMNS)
}

function putHeader(tagSetsBytes: u64): void {
  number('{"version":', 1)
  number(',"count":', rowCount)
  number(origin < 0 ? ',"origin":-' : ',"origin":', origin < 0 ? -origin : origin)
  putLanes()
  number(',"untimed":', rowCount - timed)
  section(',"sections":[{"name":"gap","bytes":', gaps.bytes)
  section(',{"name":"duration","bytes":', durations.bytes)
  section(',{"name":"status","bytes":', statuses.bytes)
  section(',{"name":"order","bytes":', orders.bytes)
  section(',{"name":"class","bytes":', classes.bytes)
  section(',{"name":"classLength","bytes":', classLengths.bytes)
  section(',{"name":"classes","bytes":', classesBytes)
  section(',{"name":"methods","bytes":', methodsBytes)
  section(',{"name":"tags","bytes":', tagPlaces.bytes)
  section(',{"name":"tagSets","bytes":', tagSetsBytes)
  if (idsBytes > 0) {
    section(',{"name":"idLength","bytes":', idLengths.bytes)
    section(',{"name":"ids","bytes":', idsBytes)
  }
  out.text(']}\n')
}

function putLanes(): void {
  out.text(',"lanes":[')
  let isFirst = true
  for (let i: u32 = 0; i < laneCount; i++) {
    const lane = laneAt(i)
    if (lane.tests === 0) continue
    const begin = isFirst ? '{"worker":' : ',{"worker":'
    isFirst = false
    if (lane.worker === NO_WORKER) {
      out.text(begin)
      out.text('null')
    } else number(begin, lane.worker)
    section(',"tests":', lane.tests)
  }
  out.byte(CLOSE_BRACKET)
}

function section(before: string, value: u64): void {
  number(before, value)
  out.byte(CLOSE_BRACE)
}

function number(before: string, value: u64): void {
  out.reserve(LONGEST_ITEM)
  out.at = putNumber(Out.ascii(out.at, before), value)
}

function putNumbers(): void {
  orders.writeTo(out)
  classes.writeTo(out)
  classLengths.writeTo(out)
  part = CLASSES
}

function putClasses(): void {
  if (writeClasses(out, AT_ONCE)) return
  next = firstTexts()
  part = METHODS
}

function putMethods(): bool {
  for (let left = AT_ONCE; left > 0 && next !== 0; left--) {
    // most follow in memory, whatever their classes
    if (left % TOGETHER === 0) loadTexts()
    const texts = changetype<Texts>(next)
    putShort(texts.method, texts.methodLength)
    out.byte(END)
    next = texts.next
  }
  if (next !== 0) return true
  tagPlaces.writeTo(out)
  putTagSets()
  if (idsBytes > 0) idLengths.writeTo(out)
  else out.flush()
  next = records
  part = IDS
  return idsBytes > 0
}

function putIds(): bool {
  const end = min(textsEnd(), next + <usize>AT_ONCE * SORTED_SIZE)
  for (let n: u32 = 0; next < end; next += SORTED_SIZE, n++) {
    if (n % TOGETHER === 0) loadTexts()
    const texts = changetype<Texts>(next)
    putShort(texts.method + texts.methodLength, texts.idLength)
  }
  if (next < textsEnd()) return true
  out.flush()
  return false
}

/** Texts are in the arenas of many workers: those of some records are loaded together. */
function loadTexts(): void {
  const end = min(textsEnd(), next + <usize>TOGETHER * SORTED_SIZE)
  for (let at = next; at < end; at += SORTED_SIZE) {
    const texts = changetype<Texts>(at)
    touchBoth(texts.method, texts.method + texts.methodLength + texts.idLength)
  }
}

function putShort(bytes: usize, length: u32): void {
  if (length > SHORT) {
    out.bytes(bytes, length)
    return
  }
  out.reserve(length)
  copyShort(out.at, bytes, length)
  out.at += length
}

function putTagSets(): void {
  out.byte(OPEN_BRACKET)
  for (let set = firstPlaced; set !== 0; set = changetype<TagSet>(set).nextPlaced) {
    if (set !== firstPlaced) out.byte(COMMA)
    putTagList(out, changetype<TagSet>(set))
  }
  out.byte(CLOSE_BRACKET)
}
