/** The numbers of a run's index of details, and its tests' statuses, as text, with commas between. */

import { Out } from './out'
import { detailLengthOf, rowAt, rowCount } from './rows'
import { raw } from './run-export'
import { putNumber } from './time'

/** Behind all files: the host keeps it in memory. */
const FILE: i32 = 4
const COMMA: u8 = 44
const LONGEST_NUMBER: u32 = 24

const numbers = changetype<Out>(memory.data(offsetof<Out>(), 8))

/** Bytes in front of each test's value. */
export function putGaps(): void {
  numbers.reopen(FILE, raw)
  for (let n: u32 = 0; n < rowCount; n++) put(n, rowAt(n).detailGap)
  numbers.flush()
}

/** Bytes of each test's value. */
export function putLengths(): void {
  numbers.reopen(FILE, raw)
  for (let n: u32 = 0; n < rowCount; n++) put(n, detailLengthOf(rowAt(n)))
  numbers.flush()
}

/** Each test's status. */
export function putStatuses(): void {
  numbers.reopen(FILE, raw)
  for (let n: u32 = 0; n < rowCount; n++) put(n, rowAt(n).status)
  numbers.flush()
}

function put(n: u32, value: u64): void {
  numbers.reserve(LONGEST_NUMBER)
  if (n > 0) store<u8>(numbers.at++, COMMA)
  numbers.at = putNumber(numbers.at, value)
}
