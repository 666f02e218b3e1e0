/** A run's tests in raw's order, without their attachments: 46 bytes each, and the ids. */

import { keep } from '../memory/arena'
import { allocate, carve, release } from '../memory/blocks'

/**
 * Stands in front of the test's id, with what is kept of other tests of its worker; at an even address: a place
 * in the tree is told from a row by the lowest bit (nodes.ts).
 */
@unmanaged
export class Row {
  name: usize
  nameLength: u32
  /** The id is where the name is, or, of a name that was made of it, behind the name. */
  idLength: u32
  /** Address of its set of tags. */
  tags: usize
  /** Microseconds since the epoch; NaN where the stream gave none. */
  start: f64
  end: f64
  /** The node of the tree that it is below; the place beside it, or the node that stands in its place. */
  parent: usize
  next: usize
  status: u8
  flags: u8
}

/** Flags of a row: the name is JSON as it is; the id is behind the name. */
export const PLAIN: u8 = 1
export const TURNED: u8 = 2
/** A node stands in its place in the tree: its name is another's beginning, or several tests have it. */
export const HAS_NODE: u8 = 4
/** The id is JSON as it is. */
export const PLAIN_ID: u8 = 8

export function idOf(row: Row): usize {
  return row.flags & TURNED ? row.name + row.nameLength : row.name
}

/** A copy of an id, with room for a row in front of it. */
export function keepId(id: usize, length: u32): usize {
  return keep(id, length, offsetof<Row>())
}

/** Addresses of rows in a segment; segments stay where they are. */
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
  return changetype<Row>(load<u32>(slotOf(n)))
}

function slotOf(n: u32): usize {
  return <usize>load<u32>(segments + ((<usize>(n / SEGMENT)) << 2)) + ((<usize>(n % SEGMENT)) << 2)
}

/** The next row, to be filled: that in front of an id that was kept. */
export function addRow(id: usize): Row {
  const n = rowCount
  if (n % SEGMENT === 0) addSegment(n / SEGMENT)
  rowCount = n + 1
  const row = id - offsetof<Row>()
  store<u32>(slotOf(n), row)
  return changetype<Row>(row)
}

function addSegment(index: u32): void {
  if (index === segmentRoom) {
    const larger = allocate((<usize>segmentRoom) << 3)
    memory.copy(larger, segments, (<usize>segmentRoom) << 2)
    release(segments, (<usize>segmentRoom) << 2)
    segments = larger
    segmentRoom *= 2
  }
  store<u32>(segments + ((<usize>index) << 2), carve(SEGMENT << 2))
}
