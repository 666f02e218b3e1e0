/** What tells runs apart: equal for equal tests, statuses and times, in whatever order. */

import { idOf, Row } from './rows'

const SIZE: usize = 16
/** Two sums over all tests, of 64 bits each: no two runs in the world have the same by chance. */
export const print = memory.data(16, 8)

export function forgetPrint(): void {
  memory.fill(print, 0, SIZE)
}

export function addToPrint(row: Row): void {
  // local: what is mixed waits for what was mixed before, and a global would go through memory each time
  let a: u64 = row.idLength
  let b: u64 = row.status
  const id = idOf(row)
  let i: u32 = 0
  for (; i + 8 <= row.idLength; i += 8) {
    const word = load<u64>(id + i)
    a = mixA(a, word)
    b = mixB(b, word)
  }
  const left = row.idLength & 7
  if (left !== 0) {
    // bytes behind the last one are there to be read, whatever they are
    const word = load<u64>(id + i) & (((<u64>1) << (left << 3)) - 1)
    a = mixA(a, word)
    b = mixB(b, word)
  }
  const start = reinterpret<u64>(row.start)
  const end = reinterpret<u64>(row.end)
  a = mixA(mixA(a, start), end)
  b = mixB(mixB(b, start), end)
  // the sums are of numbers in which each bit depends on all that went in
  const both = a ^ b
  a = mixA(a, both)
  b = mixB(b, both)
  const all = a ^ b
  store<u64>(print, load<u64>(print) + mixA(a, all))
  store<u64>(print + 8, load<u64>(print + 8) + mixB(b, all))
}

// by odd numbers of good spread; shifts bring high bits down, which multiplication brings up

function mixA(a: u64, word: u64): u64 {
  const mixed = (a ^ word) * 0x9e3779b97f4a7c15
  return mixed ^ (mixed >> 32)
}

function mixB(b: u64, word: u64): u64 {
  const mixed = (rotl(b, 29) ^ word) * 0xc2b2ae3d27d4eb4f
  return mixed ^ (mixed >> 29)
}
