/** Sorts records by a number. */

import { allocate, release } from './blocks'

/** A record of 16 bytes: a key and its data. */
@unmanaged
export class Sorted {
  key: f64
  first: u32
  second: u32
}

export const SORTED_SIZE: usize = 16

/** Runs of this many records are sorted by insertion: most are in order already. */
const FEW: u32 = 16

/** Sorts consecutive records by their keys, none of them NaN; stable. */
export function sortByKey(records: usize, count: u32): void {
  for (let from: u32 = 0; from < count; from += FEW) {
    insertEach(records + <usize>from * SORTED_SIZE, min(FEW, count - from))
  }
  if (count <= FEW) return
  const size = <usize>count * SORTED_SIZE
  const spare = allocate(size)
  let source = records
  let target = spare
  for (let width: u32 = FEW; width < count; width *= 2) {
    for (let left: u32 = 0; left < count; left += width * 2) {
      merge(source, target, left, min(left + width, count), min(left + width * 2, count))
    }
    const sorted = target
    target = source
    source = sorted
  }
  if (source !== records) memory.copy(records, source, size)
  release(spare, size)
}

function insertEach(records: usize, count: u32): void {
  const end = records + <usize>count * SORTED_SIZE
  for (let next = records + SORTED_SIZE; next < end; next += SORTED_SIZE) {
    const record = v128.load(next)
    const key = load<f64>(next)
    let at = next
    for (; at > records && load<f64>(at - SORTED_SIZE) > key; at -= SORTED_SIZE) {
      v128.store(at, v128.load(at - SORTED_SIZE))
    }
    v128.store(at, record)
  }
}

function merge(source: usize, target: usize, left: u32, middle: u32, right: u32): void {
  let a = source + <usize>left * SORTED_SIZE
  let b = source + <usize>middle * SORTED_SIZE
  let to = target + <usize>left * SORTED_SIZE
  const aEnd = b
  const bEnd = source + <usize>right * SORTED_SIZE
  if (b < bEnd && load<f64>(b - SORTED_SIZE) > load<f64>(b)) {
    while (a < aEnd && b < bEnd) {
      const takeB = load<f64>(a) > load<f64>(b)
      v128.store(to, v128.load(takeB ? b : a))
      if (takeB) b += SORTED_SIZE
      else a += SORTED_SIZE
      to += SORTED_SIZE
    }
  }
  memory.copy(to, a, aEnd - a)
  memory.copy(to + (aEnd - a), b, bEnd - b)
}
