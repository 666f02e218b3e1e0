/** A run's tests in raw's order, without attachments: 46 bytes each, plus the id. */

import { keep } from '../memory/arena'
import { allocate, carve, release } from '../memory/blocks'

/**
 * Stored before the test's id, in the arena of its worker. At an even address: the lowest bit tells a row
 * from a node (nodes.ts).
 */
@unmanaged
export class Row {
  name: usize
  nameLength: u32
  /** The id is at the name's address, or, if the name was built from it, after the name. */
  idLength: u32
  /** Address of its set of tags. */
  tags: usize
  /** Microseconds since the epoch; NaN if the stream gave none. */
  start: f64
  end: f64
  /** Its parent node in the tree; its next sibling, or the node that replaced it. */
  parent: usize
  next: usize
  status: u8
  flags: u8
}

/** Flags of a row: the name needs no escapes in JSON; the id is after the name. */
export const PLAIN: u8 = 1
export const TURNED: u8 = 2
/** A node has replaced it in the tree: its name is a prefix of another, or several tests have it. */
export const HAS_NODE: u8 = 4
/** The id needs no escapes in JSON. */
export const PLAIN_ID: u8 = 8

export function idOf(row: Row): usize {
  return row.flags & TURNED ? row.name + row.nameLength : row.name
}

/** Copies an id into the arena, with room for a row before it. */
export function keepId(id: usize, length: u32): usize {
  return keep(id, length, offsetof<Row>())
}

/** Addresses of rows per segment; segments never move. */
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

/** Appends the row before an id that `keepId` returned; the caller fills it. */
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
