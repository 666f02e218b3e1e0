/** A run's tests in raw's order, without their attachments: 52 bytes each, and the ids. */

import { allocate, carve, release } from '../memory/blocks'

@unmanaged
export class Row {
  name: usize
  nameLength: u32
  id: usize
  idLength: u32
  /** Microseconds since the epoch; NaN where the stream gave none. */
  start: f64
  end: f64
  /** Bytes of the test's value of details. */
  detailLength: f64
  /** Bytes in front of it, behind the value before. */
  detailGap: u32
  /** Address of its set of tags. */
  tags: usize
  status: u32
}

/** Rows of a segment; segments stay where they are. */
const SEGMENT: u32 = 1024

let segments: usize = 0
let segmentRoom: u32 = 0
export let rowCount: u32 = 0

export function forgetRows(): void {
  rowCount = 0
  segmentRoom = 64
  segments = allocate((<usize>segmentRoom) << 2)
}

export function rowAt(n: u32): Row {
  return changetype<Row>(
    <usize>load<u32>(segments + ((<usize>(n / SEGMENT)) << 2)) + <usize>(n % SEGMENT) * offsetof<Row>(),
  )
}

/** The next row, to be filled. */
export function addRow(): Row {
  const n = rowCount
  if (n % SEGMENT === 0) addSegment(n / SEGMENT)
  rowCount = n + 1
  return rowAt(n)
}

function addSegment(index: u32): void {
  if (index === segmentRoom) {
    const larger = allocate((<usize>segmentRoom) << 3)
    memory.copy(larger, segments, (<usize>segmentRoom) << 2)
    release(segments, (<usize>segmentRoom) << 2)
    segments = larger
    segmentRoom *= 2
  }
  store<u32>(segments + ((<usize>index) << 2), carve(SEGMENT * offsetof<Row>()))
}
