/**
 * Unique keys of one object: `x`, and if that is taken `x_2`, `x_3`, … until one is free. Linear in the
 * number of keys, however many are equal.
 */

import { room } from '../memory/arena'
import { allocate, release } from '../memory/blocks'
import { Entry, Table } from '../memory/table'
import { putNumber } from './time'
import { hasTest } from './tree'

/** A key that is requested, then taken. */
@unmanaged
export class Key extends Entry {
  /** The number to try when the key is requested again. */
  next: u32
  /** Bytes of the block that holds it and its text; 0 for one in the arena. */
  blockSize: u32
}

/** A separator and at most ten digits. */
const LONGEST_NUMBER: u32 = 11

/**
 * A key for a test's name, kept until the run is exported. The table holds only names that were requested
 * twice, and keys made from them; the tree knows all other names.
 */
export function lastingKey(text: usize, length: u32): Key {
  const key = changetype<Key>(room(offsetof<Key>()))
  key.blockSize = 0
  return filled(key, text, length)
}

/** A key valid until `clearKeys`, for text of at most `length` bytes that the caller writes to `key`. */
export function passingKey(length: u32): Key {
  const size = offsetof<Key>() + length + LONGEST_NUMBER
  const key = changetype<Key>(allocate(size))
  key.blockSize = <u32>size
  return filled(key, changetype<usize>(key) + offsetof<Key>(), length)
}

function filled(key: Key, text: usize, length: u32): Key {
  key.setKey(0, text, length)
  key.next = 2
  return key
}

/** Takes the key; if it is taken already, a number is appended to it. */
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

/** Frees all temporary keys. */
export function clearKeys(taken: Table): void {
  if (taken.count === 0) return
  for (let slot: u32 = 0; slot < taken.size; slot++) {
    const key = changetype<Key>(taken.at(slot))
    if (changetype<usize>(key) !== 0) release(changetype<usize>(key), key.blockSize)
  }
  taken.clear()
}
