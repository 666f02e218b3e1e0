/** Bytes that are kept until the run is exported: names of tests, and what is as small. */

import { carve } from './blocks'
import { copyShort } from './bytes'

const SLAB: usize = 64 << 10
/** Bytes that are copied by vectors, whole. */
const SHORT: usize = 512

let at: usize = 0
let end: usize = 0

export function forgetArena(): void {
  at = 0
  end = 0
}

/** Room for that many bytes, 8 bytes aligned. */
export function room(size: usize): usize {
  at = (at + 7) & ~7
  return take(size)
}

/** Room that is not aligned: of a million names it takes 3 MB less. */
function take(size: usize): usize {
  if (size > SLAB >> 2) return carve(size)
  if (end - at < size) {
    at = carve(SLAB)
    end = at + SLAB
  }
  const place = at
  at += size
  return place
}

/** A copy of the bytes. */
export function keep(bytes: usize, length: usize): usize {
  const place = take(length)
  if (place + ((length + 15) & ~15) <= end && length <= SHORT) copyShort(place, bytes, length)
  else memory.copy(place, bytes, length)
  return place
}
