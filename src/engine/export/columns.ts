/** Writes a run's tests as columns, as src/format/columns.ts has them. */

import { cut } from '../host'
import { SORTED_SIZE } from '../memory/sort'
import { TagSet } from '../subunit/tags'
import { classesBytes, lengthsBytes, writeClasses, writeLengths } from './classes'
import { laneAt, laneCount, NO_WORKER, records } from './lanes'
import { NOWHERE, Out, putText } from './out'
import { rowCount } from './rows'
import {
  classes,
  collectColumns,
  durations,
  firstPlaced,
  gaps,
  idLengths,
  idsBytes,
  methodLengths,
  methodsBytes,
  orders,
  origin,
  statuses,
  Texts,
  tagPlaces,
  textsEnd,
  timed,
} from './test-columns'
import { putTags } from './test-fields'
import { putNumber } from './time'

const FILE: i32 = 3
/** More than a lane or a section takes in the header. */
const LONGEST_ITEM: u32 = 128
/** Texts up to here are copied by whole vectors. */
const SHORT: u32 = 4096

const out = changetype<Out>(memory.data(offsetof<Out>(), 8))

/** Writes the file, by the buffer of an output that is done with. */
export function writeColumns(done: Out): void {
  collectColumns()
  // counted first: the header says how long each section is
  out.reopen(NOWHERE, done)
  putTagSets()
  const tagSetsBytes = <u64>out.position
  out.reopen(FILE, done)
  putHeader(tagSetsBytes)
  gaps.writeTo(out)
  durations.writeTo(out)
  statuses.writeTo(out)
  out.flush()
  cut(FILE)
  putNamed()
  out.flush()
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
  section(',{"name":"classLength","bytes":', lengthsBytes)
  section(',{"name":"classes","bytes":', classesBytes)
  section(',{"name":"methodLength","bytes":', methodLengths.bytes)
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
  out.byte(93)
}

function section(before: string, value: u64): void {
  number(before, value)
  out.byte(125)
}

function number(before: string, value: u64): void {
  out.reserve(LONGEST_ITEM)
  out.at = putNumber(putText(out.at, before), value)
}

/** What comes behind what drawing needs. */
function putNamed(): void {
  orders.writeTo(out)
  classes.writeTo(out)
  writeLengths(out)
  writeClasses(out)
  methodLengths.writeTo(out)
  for (let at = records; at < textsEnd(); at += SORTED_SIZE) {
    const texts = changetype<Texts>(at)
    putShort(texts.method, texts.methodLength)
  }
  tagPlaces.writeTo(out)
  putTagSets()
  if (idsBytes === 0) return
  idLengths.writeTo(out)
  for (let at = records; at < textsEnd(); at += SORTED_SIZE) {
    const texts = changetype<Texts>(at)
    putShort(texts.id, texts.idLength)
  }
}

function putShort(bytes: usize, length: u32): void {
  if (length > SHORT) {
    out.bytes(bytes, length)
    return
  }
  out.reserve(length)
  const to = out.at
  for (let i: usize = 0; i < length; i += 16) v128.store(to + i, v128.load(bytes + i))
  out.at = to + length
}

function putTagSets(): void {
  out.byte(91)
  for (let set = firstPlaced; set !== 0; set = changetype<TagSet>(set).nextPlaced) {
    if (set !== firstPlaced) out.byte(44)
    putTags(out, changetype<TagSet>(set))
  }
  out.byte(93)
}
