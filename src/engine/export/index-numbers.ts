/**
 * The numbers of a run's index of details, and its tests' statuses, as comma-separated text. They are written
 * as the tests end: kept until the run ends, they would be a fifth of the memory that each test takes.
 */

import { GAPS, LENGTHS, STATUSES } from '../host'
import { COMMA } from '../memory/ascii'
import { Out } from './out'
import { putNumber } from './time'

const LONGEST_NUMBER: u32 = 24

/** Bytes before each test's value, bytes of the value, and the test's status. */
const gaps = changetype<Out>(memory.data(offsetof<Out>(), 8))
const lengths = changetype<Out>(memory.data(offsetof<Out>(), 8))
const statuses = changetype<Out>(memory.data(offsetof<Out>(), 8))

export function openNumbers(): void {
  gaps.open(GAPS)
  lengths.open(LENGTHS)
  statuses.open(STATUSES)
}

/** Adds the numbers of the n-th test. */
export function putNumbers(n: u32, gap: u64, length: u64, status: u64): void {
  put(gaps, n, gap)
  put(lengths, n, length)
  put(statuses, n, status)
}

export function closeNumbers(): void {
  gaps.flush()
  lengths.flush()
  statuses.flush()
}

function put(out: Out, n: u32, value: u64): void {
  out.reserve(LONGEST_NUMBER)
  if (n > 0) store<u8>(out.at++, COMMA)
  out.at = putNumber(out.at, value)
}
