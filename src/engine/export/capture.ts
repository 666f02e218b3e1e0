/**
 * Captures, for the statistics, the end of the attachment that says why a test failed, or the beginning of
 * the one that says why it was skipped.
 */

import { allocate, release } from '../memory/blocks'

/** Bytes kept of a traceback, of which the last line is wanted; an attachment may have gigabytes. */
const MOST: u32 = 1 << 20
/** Bytes kept of a skip's reason. */
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

/** `first`: capture the first bytes, not the last. */
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

/** Drops all but the last MiB, and allocates twice the room that is needed. */
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

/** Drops all but the last MiB. */
export function endCapture(): void {
  if (capturedLength <= MOST) return
  memory.copy(captured, captured + capturedLength - MOST, MOST)
  capturedLength = MOST
}
