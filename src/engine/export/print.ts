/** What tells runs apart: equal for equal tests, statuses and times, in whatever order. */

import { idOf, Row } from './rows'

const SIZE: usize = 16
/** Two sums over all tests, of 64 bits each: no two runs in the world have the same by chance. */
export const print = memory.data(16, 8)

export function forgetPrint(): void {
  memory.fill(print, 0, SIZE)
}

let a: u64 = 0
let b: u64 = 0

export function addToPrint(row: Row): void {
  a = row.idLength
  b = row.status
  const id = idOf(row)
  let i: u32 = 0
  for (; i + 8 <= row.idLength; i += 8) mix(load<u64>(id + i))
  const left = row.idLength & 7
  // bytes behind the last one are there to be read, whatever they are
  if (left !== 0) mix(load<u64>(id + i) & (((<u64>1) << (left << 3)) - 1))
  mix(reinterpret<u64>(row.start))
  mix(reinterpret<u64>(row.end))
  // the sums are of numbers in which each bit depends on all that went in
  mix(a ^ b)
  mix(a ^ b)
  store<u64>(print, load<u64>(print) + a)
  store<u64>(print + 8, load<u64>(print + 8) + b)
}

/** By odd numbers of good spread; shifts bring high bits down, which multiplication brings up. */
function mix(word: u64): void {
  a = (a ^ word) * 0x9e3779b97f4a7c15
  a ^= a >> 32
  b = (rotl(b, 29) ^ word) * 0xc2b2ae3d27d4eb4f
  b ^= b >> 29
}
