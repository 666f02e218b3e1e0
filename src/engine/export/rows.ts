/** A run's tests in raw's order, without attachments: 46 bytes each, plus the id. */

import { keep } from '../memory/arena'
import { List } from '../memory/list'
import { NO_TIME } from '../subunit/packet'

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
  /** Microseconds since the epoch; NO_TIME if the stream gave none. */
  start: i64
  end: i64
  /**
   * Its parent node in the tree; its next sibling, or the node that replaced it. Before: what `locate` found.
   */
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
/** The name's class is what precedes its last dot. */
export const DOTTED: u8 = 16
/** An earlier test has its name. */
export const REPEATED: u8 = 32

export function idOf(row: Row): usize {
  return row.flags & TURNED ? row.name + row.nameLength : row.name
}

/** Copies an id into the arena, with room for a row before it. */
export function keepId(id: usize, length: u32): usize {
  return keep(id, length, offsetof<Row>())
}

/** Whether a test has both times. */
export function isTimed(row: Row): bool {
  return row.start !== NO_TIME && row.end !== NO_TIME
}

const rows = changetype<List>(memory.data(offsetof<List>()))
export let rowCount: u32 = 0

export function forgetRows(): void {
  rows.forget()
  rowCount = 0
}

export function rowAt(n: u32): Row {
  return changetype<Row>(rows.at(n))
}

/** The row before an id that `keepId` returned, to be filled. */
export function rowBefore(id: usize): Row {
  return changetype<Row>(id - offsetof<Row>())
}

export function addRow(row: Row): void {
  rows.add(changetype<usize>(row))
  rowCount = rows.count
}
