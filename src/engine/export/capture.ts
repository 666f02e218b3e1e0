/** Of the attachment that says why a test failed the last bytes, why it was skipped the first, for the statistics. */

import { allocate, release } from '../memory/blocks'

/** Of a traceback the last line is wanted; one attachment may have gigabytes. */
const MOST: u32 = 1 << 20
/** Of a reason. */
const MOST_AT_START: u32 = 64 << 10

let room: u32 = 0
export let captured: usize = 0
export let capturedLength: u32 = 0
export let capturedRendering: u32 = 0
export let hasCaptured = false
let atStart = false

export function forgetCapture(): void {
  room = 0
  captured = 0
  beginCapture(false)
}

/** `first`: the first bytes are wanted, not the last. */
export function beginCapture(first: bool): void {
  atStart = first
  hasCaptured = false
  capturedLength = 0
}

export function captureBytes(bytes: usize, all: u32, rendering: u32): void {
  hasCaptured = true
  capturedRendering = rendering
  const length = atStart ? min(all, MOST_AT_START - capturedLength) : all
  if (capturedLength + length > room) makeRoom(length)
  memory.copy(captured + capturedLength, bytes, length)
  capturedLength += length
}

/** Drops all but the last MiB, and takes twice the room that is wanted. */
function makeRoom(length: u32): void {
  const kept = min(capturedLength, MOST)
  const from = captured + capturedLength - kept
  const wanted = (kept + length) * 2
  let target = captured
  if (wanted > room) target = allocate(wanted)
  memory.copy(target, from, kept)
  if (target !== captured) {
    if (room > 0) release(captured, room)
    captured = target
    room = wanted
  }
  capturedLength = kept
}

/** Cuts off all but the last MiB. */
export function endCapture(): void {
  if (capturedLength <= MOST) return
  memory.copy(captured, captured + capturedLength - MOST, MOST)
  capturedLength = MOST
}
