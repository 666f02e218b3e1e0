/** Builds tests from a stream's items, and exports each as soon as it has ended. */

import { keepId } from '../export/rows'
import { exportTest, exportWaiting, exportWhole } from '../export/run-export'
import { takeNoise } from '../host'
import { keep, useArena } from '../memory/arena'
import { allocate, release } from '../memory/blocks'
import { same } from '../memory/bytes'
import { SORTED_SIZE, Sorted, sortByKey } from '../memory/sort'
import { Entry, Table } from '../memory/table'
import { writeAscii } from '../memory/text'
import * as packet from '../subunit/packet'
import { noTags, TagSet } from '../subunit/tags'
import { attach, Owner, releaseFiles } from './attachments'
import { countNotRun, enumerate, forgetEnumerated } from './enumerated'
import { OpenTest } from './open-test'
import { FAIL, INPROGRESS, SKIP, SUCCESS, UNKNOWN, UXSUCCESS, XFAIL } from './status'
import { NOISE, UNREADABLE, warn } from './warnings'

/** Open tests, without those that the stream abandoned. */
const open = changetype<Table>(memory.data(offsetof<Table>()))
const routes = changetype<Table>(memory.data(offsetof<Table>()))
/** Abandoned tests, with the keys that they had in `open`, the latest first. */
let lost: usize = 0
let lostCount: u32 = 0
let order: u32 = 0
/** The latest time that any packet stated. */
let latest: i64 = packet.NO_TIME
/** What belongs to no test: output between packets, and files of packets without a test. */
let noiseFiles: usize = 0
let looseFiles: usize = 0
/** Whether the host takes noise when it comes. */
let isTapped = false
/** Number of tests that ended before they started, and that never ended. */
export let unordered: u32 = 0
export let unfinished: u32 = 0

export function forgetTests(): void {
  open.forget()
  routes.forget()
  forgetEnumerated()
  lost = 0
  lostCount = 0
  order = 0
  latest = packet.NO_TIME
  noiseFiles = newOwner()
  looseFiles = newOwner()
  unordered = 0
  unfinished = 0
  isTapped = false
}

export function tapNoise(): void {
  isTapped = true
}

function newOwner(): usize {
  const owner = changetype<Owner>(allocate(offsetof<Owner>()))
  owner.firstFile = 0
  owner.lastFile = 0
  return changetype<usize>(owner)
}

/** Takes the time that a packet stated. */
export function takeTime(time: i64): void {
  if (time > latest) latest = time
}

/** Takes the packet that was decoded. */
export function takePacket(): void {
  const time = packet.time
  takeTime(time)
  if (packet.id === 0 || packet.status === packet.EXISTS) {
    if (packet.id !== 0) enumerate()
    if (packet.fileName !== 0) attachFile(changetype<Owner>(looseFiles))
    return
  }
  const test = testOfPacket()
  const status = packet.status
  if (status !== packet.NO_STATUS) test.status = statusOf(status)
  if (packet.tags !== 0) test.tags = packet.tags
  if (packet.fileName !== 0) attachFile(test)
  if (status >= packet.SUCCESS) {
    close(test)
    give(test, time)
    release(changetype<usize>(test), offsetof<OpenTest>())
  }
}

function attachFile(owner: Owner): void {
  attach(
    owner,
    packet.fileName,
    packet.fileNameLength,
    packet.mimeType,
    packet.mimeTypeLength,
    packet.file,
    packet.fileLength,
  )
}

/** The open test with the packet's id and route code; begun if there is none. */
function testOfPacket(): OpenTest {
  const route = packet.route === 0 ? 0 : routeOf(packet.route, packet.routeLength)
  const tags = packet.tags === 0 ? noTags : packet.tags
  const last = changetype<TagSet>(tags).lastOpen
  if (last !== 0 && isOf(changetype<OpenTest>(last), route)) return changetype<OpenTest>(last)
  const known = open.find(route, packet.id, packet.idLength)
  if (known !== 0) return changetype<OpenTest>(known)
  const test = changetype<OpenTest>(allocate(offsetof<OpenTest>()))
  useArena(changetype<TagSet>(tags).number)
  test.setKey(route, keepId(packet.id, packet.idLength), packet.idLength)
  test.firstFile = 0
  test.lastFile = 0
  test.start = packet.time
  test.tags = tags
  test.order = order++
  test.status = UNKNOWN
  open.add(test)
  test.hash = open.sought
  test.firstTags = tags
  changetype<TagSet>(tags).lastOpen = changetype<usize>(test)
  return test
}

/** Whether the packet is of that test; a worker runs one test at a time, so most packets are of its latest. */
function isOf(test: OpenTest, route: u32): bool {
  return (
    test.context === route && test.length === packet.idLength && same(test.key, packet.id, packet.idLength)
  )
}

function close(test: OpenTest): void {
  open.sought = test.hash
  open.removeFound(test)
  const tags = changetype<TagSet>(test.firstTags)
  if (tags.lastOpen === changetype<usize>(test)) tags.lastOpen = 0
}

/** A number above 0 for a route code. */
function routeOf(route: usize, length: u32): u32 {
  const known = routes.find(0, route, length)
  if (known !== 0) return <u32>known
  const entry = changetype<Entry>(allocate(offsetof<Entry>()))
  entry.setKey(0, keep(route, length), length)
  routes.add(entry)
  return changetype<u32>(entry)
}

/** Abandons the packet's open test: the next packet of its id begins another one. */
export function loseTest(): void {
  const found = open.find(0, packet.id, packet.idLength)
  if (found === 0) return
  const test = changetype<OpenTest>(found)
  close(test)
  test.lostBefore = lost
  lost = found
  lostCount++
}

/** Takes bytes that are no packet. */
export function noise(bytes: usize, length: u32, offset: f64): void {
  warn(NOISE, offset, length, 0)
  if (isTapped) takeNoise(bytes, length, offset, open.count > 0)
  keepNoise(bytes, length)
}

export function damage(kind: u32, bytes: usize, length: u32, offset: f64, reason: u32): void {
  warn(kind, offset, length, reason)
  // an unreadable packet is not output
  if (kind !== UNREADABLE) keepNoise(bytes, length)
}

const NOISE_NAME = 'noise'
const NOISE_TYPE = 'text/plain; charset=utf-8'
const text = memory.data(64)

function keepNoise(bytes: usize, length: u32): void {
  const typeLength = writeAscii(text, NOISE_TYPE)
  const name = text + typeLength
  attach(changetype<Owner>(noiseFiles), name, writeAscii(name, NOISE_NAME), text, typeLength, bytes, length)
}

/** Ends the stream: exports the tests that are still open, and what belongs to no test. */
export function endRun(): void {
  unfinished = open.count + lostCount
  const tests = allocate(<usize>unfinished * SORTED_SIZE)
  let end = tests
  for (let test = lost; test !== 0; test = changetype<OpenTest>(test).lostBefore) end = putByOrder(test, end)
  for (let slot: u32 = 0; slot < open.size; slot++) {
    const test = open.at(slot)
    if (test !== 0) end = putByOrder(test, end)
  }
  sortByKey(tests, unfinished)
  for (let at = tests; at < end; at += SORTED_SIZE) {
    give(changetype<OpenTest>(<usize>changetype<Sorted>(at).first), latest)
  }
  exportWaiting(0)
  exportWhole(changetype<Owner>(noiseFiles), changetype<Owner>(looseFiles))
  countNotRun()
}

/** Puts a test to be sorted, and returns where the next one goes. */
function putByOrder(test: usize, at: usize): usize {
  const record = changetype<Sorted>(at)
  record.key = <f64>changetype<OpenTest>(test).order
  record.first = <u32>test
  return at + SORTED_SIZE
}

function give(test: OpenTest, end: i64): void {
  const start = test.start
  if (start !== packet.NO_TIME && end !== packet.NO_TIME && end < start) unordered++
  exportTest(test, end)
  releaseFiles(test)
}

/** The status for each one of the protocol, from NO_STATUS to XFAIL; a jump by it could not be predicted. */
const statuses = memory.data<u8>([UNKNOWN, UNKNOWN, INPROGRESS, SUCCESS, UXSUCCESS, SKIP, FAIL, XFAIL])

function statusOf(wire: u32): u8 {
  return load<u8>(statuses + wire)
}
