/**
 * Keys of one object, each taken once: `x`, and where that is taken `x_2`, `x_3`, … until one is
 * free. Linear in the number of keys, however many are alike.
 */

import { room } from '../memory/arena'
import { allocate, release } from '../memory/blocks'
import { Entry, Table } from '../memory/table'
import { putNumber } from './time'
import { hasTest } from './tree'

/** A key that is wanted, then taken. */
@unmanaged
export class Key extends Entry {
  /** The number to try next when it is wanted again. */
  next: u32
  /** Bytes of the block that it is in, with its text; 0 for one in the arena. */
  blockSize: u32
}

/** A number has at most ten digits, and a separator stands before it. */
const LONGEST_NUMBER: u32 = 11

/**
 * A key that stays until the run is exported, for the name of a test. Of these only those are put into
 * a table that are wanted twice, and what was made of them: what else is taken, the tree knows.
 */
export function lastingKey(text: usize, length: u32): Key {
  const key = changetype<Key>(room(offsetof<Key>()))
  key.blockSize = 0
  return filled(key, text, length)
}

/** A key for text of at most that length, to be written behind it; until `clearKeys`. */
export function passingKey(length: u32): Key {
  const size = offsetof<Key>() + length + LONGEST_NUMBER
  const key = changetype<Key>(allocate(size))
  key.blockSize = <u32>size
  return filled(key, changetype<usize>(key) + offsetof<Key>(), length)
}

function filled(key: Key, text: usize, length: u32): Key {
  key.context = 0
  key.key = text
  key.length = length
  key.next = 2
  return key
}

/** Takes the key, with a number behind it where it is taken already. */
export function takeKey(taken: Table, key: Key, separator: u8): void {
  const found = taken.find(0, key.key, key.length)
  if (found !== 0) makeFree(taken, key, changetype<Key>(found), separator)
  taken.add(key)
}

function makeFree(taken: Table, key: Key, first: Key, separator: u8): void {
  const length = key.length
  const isLasting = key.blockSize === 0
  if (isLasting) {
    const text = room(length + LONGEST_NUMBER)
    memory.copy(text, key.key, length)
    key.key = text
  }
  store<u8>(key.key + length, separator)
  const digits = key.key + length + 1
  do {
    key.length = <u32>(putNumber(digits, first.next++) - key.key)
  } while ((isLasting && hasTest(key.key, key.length)) || taken.find(0, key.key, key.length) !== 0)
}

/** Gives all passing keys back. */
export function clearKeys(taken: Table): void {
  if (taken.count === 0) return
  for (let slot: u32 = 0; slot < taken.size; slot++) {
    const key = changetype<Key>(taken.at(slot))
    if (changetype<usize>(key) !== 0) release(changetype<usize>(key), key.blockSize)
  }
  taken.clear()
}
