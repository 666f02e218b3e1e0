/** Memory for small things that are kept until the run is exported, such as names of tests. */

import { carve } from './blocks'
import { copyShort } from './bytes'

const SLAB: usize = 64 << 10
/** Number of arenas. For each, the addresses of its next byte and of its end are stored. */
const ARENAS: u32 = 64
const arenas = memory.data(64 * 8)
/** Up to this length, bytes are copied in whole vectors. */
const SHORT: usize = 512

let arena: usize = arenas

export function forgetArena(): void {
  memory.fill(arenas, 0, (<usize>ARENAS) << 3)
  arena = arenas
}

/**
 * Selects the arena for what is kept from now on. The tests of one worker share an arena, because columns
 * read them one after the other.
 */
export function useArena(number: u32): void {
  arena = arenas + ((<usize>(number % ARENAS)) << 3)
}

/** Allocates `size` bytes at an even address; aligned to eight, a million tests would take 6 MB more. */
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

/** Copies the bytes into the arena, with room for `before` bytes in front of them. */
export function keep(bytes: usize, length: usize, before: usize = 0): usize {
  const place = room(before + length) + before
  const end = <usize>load<u32>(arena, 4)
  if (length <= SHORT && place + ((length + 15) & ~15) <= end) copyShort(place, bytes, length)
  else memory.copy(place, bytes, length)
  return place
}
