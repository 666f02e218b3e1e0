/** Bytes that are kept until the run is exported: names of tests, and what is as small. */

import { carve } from './blocks'
import { copyShort } from './bytes'

const SLAB: usize = 64 << 10
/** Places where it goes on, of each the address of the next byte and of the end. */
const ARENAS: u32 = 64
const arenas = memory.data(64 * 8)
/** Bytes that are copied by vectors, whole. */
const SHORT: usize = 512

let arena: usize = arenas

export function forgetArena(): void {
  memory.fill(arenas, 0, (<usize>ARENAS) << 3)
  arena = arenas
}

/**
 * What is kept from now on stands with what else was kept by that number: the tests of one worker, which
 * are read one after the other when columns are made.
 */
export function useArena(number: u32): void {
  arena = arenas + ((<usize>(number % ARENAS)) << 3)
}

/** Room for that many bytes, at an even address: aligned to eight, a million tests would take 6 MB more. */
export function room(size: usize): usize {
  if (size > SLAB >> 2) return carve(size)
  let place = <usize>load<u32>(arena)
  if (<usize>load<u32>(arena, 4) - place < size) {
    place = carve(SLAB)
    store<u32>(arena, place + SLAB, 4)
  }
  store<u32>(arena, (place + size + 1) & ~1)
  return place
}

/** A copy of the bytes, with room for others in front of it. */
export function keep(bytes: usize, length: usize, before: usize = 0): usize {
  const place = room(before + length) + before
  const end = <usize>load<u32>(arena, 4)
  if (length <= SHORT && place + ((length + 15) & ~15) <= end) copyShort(place, bytes, length)
  else memory.copy(place, bytes, length)
  return place
}
