/** The open test of a version 1 stream, the tags and the time that apply to it, and the packets that they make. */

import { Text } from '../memory/text'
import { takePacket } from '../model/run'
import * as packet from './packet'
import { failInSuite } from './v1-suites'
import { TagLog } from './v1-tags'

export const id = changetype<Text>(memory.data(offsetof<Text>()))
/** Whether tests are only searched for. */
export let seeking = false
export let isOpen = false
export let inDetails = false
/** The status that the test gets when its details have been read. */
let givenStatus: u32 = packet.NO_STATUS
/** Whether a test ended, or a `test:` line began one; with the colon, since "test this" is English. */
export let wasSeen = false
export let hasEnded = false
/** Whether a test failed, even if its details never end. */
export let hasFailed = false
let now: i64 = packet.NO_TIME
const streamTags = changetype<TagLog>(memory.data(offsetof<TagLog>()))
/** The test's own tags, once a line has changed them. */
const ownTags = changetype<TagLog>(memory.data(offsetof<TagLog>()))
let hasOwnTags = false

export function forget(seek: bool): void {
  seeking = seek
  id.forget()
  isOpen = false
  inDetails = false
  wasSeen = false
  hasEnded = false
  hasFailed = false
  now = packet.NO_TIME
  streamTags.forget()
  ownTags.forget()
  hasOwnTags = false
}

export function setTime(time: i64): void {
  now = time
}

export function hasTime(): bool {
  return now !== packet.NO_TIME
}

/** The tags that a line changes: those of the test, if one is open, or of the stream. */
export function changingTags(): TagLog {
  if (!isOpen) return streamTags
  if (!hasOwnTags) ownTags.copy(streamTags)
  hasOwnTags = true
  return ownTags
}

export function open(bytes: usize, length: u32, colon: bool): void {
  if (colon) wasSeen = true
  id.set(bytes, length)
  isOpen = true
  hasOwnTags = false
  send(packet.INPROGRESS, 0)
}

/** Takes the tags of a test that is left open. */
export function leave(): void {
  send(packet.NO_STATUS, tags())
}

export function end(status: u32): void {
  wasSeen = true
  hasEnded = true
  if (isFailure(status)) {
    hasFailed = true
    failInSuite()
  }
  send(status, tags())
  isOpen = false
  inDetails = false
}

/** `status` is the test's when they end. */
export function beginDetails(status: u32): void {
  givenStatus = status
  inDetails = true
  if (isFailure(status)) hasFailed = true
}

function isFailure(status: u32): bool {
  return status === packet.FAIL || status === packet.UXSUCCESS
}

/** Takes the closing bracket of details. */
export function endDetails(): void {
  end(givenStatus)
}

/** Takes the details as they are; their test stays open. */
export function leaveDetails(): void {
  inDetails = false
}

/** Takes a piece of an attachment. */
export function attach(name: Text, mimeType: Text, bytes: usize, length: u32): void {
  packet.setFileName(name.bytes, name.length)
  packet.setMimeType(mimeType.bytes, mimeType.length)
  packet.setFile(bytes, length)
  send(packet.NO_STATUS, 0)
  packet.setFileName(0, 0)
  packet.setMimeType(0, 0)
  packet.setFile(0, 0)
}

function tags(): usize {
  return hasOwnTags ? ownTags.tags() : streamTags.tags()
}

function send(status: u32, someTags: usize): void {
  if (seeking) return
  packet.setEvent(status, now, someTags)
  packet.setId(id.bytes, id.length)
  packet.setRoute(0, 0)
  takePacket()
}
