/** The classes of a run's tests, each once: most tests share theirs with the one before. */

import { room } from '../memory/arena'
import { same } from '../memory/bytes'
import { Entry, Table } from '../memory/table'
import { LONGEST_VARINT, putVarint, varintSize } from './column'
import { Out } from './out'

const DOT: u8 = 46
const SLASH: u8 = 47
const COLON: u8 = 58
const SPACE: u8 = 32
const ROUND: u8 = 40
const SQUARE: u8 = 91

@unmanaged
export class TestClass extends Entry {
  /** Of the columns: 1 + its index there, 0 before it is known. */
  place: u32
  /** The next one in the columns. */
  next: usize
}

const classes = changetype<Table>(memory.data(offsetof<Table>()))
/** That of the test that came last. */
let latest: usize = 0
/** In the columns: the first and last one, how many there are, that of the test before. */
let first: usize = 0
let last: usize = 0
let placed: u32 = 0
let before: usize = 0
/** Bytes of all that are in the columns, and of their lengths. */
export let classesBytes: u64 = 0
export let lengthsBytes: u64 = 0

export function forgetClasses(): void {
  classes.forget()
  latest = 0
  first = 0
  last = 0
  placed = 0
  before = 0
  classesBytes = 0
  lengthsBytes = 0
}

/** The class of a name, whose bytes stay. */
export function classOf(name: usize, nameLength: u32): usize {
  const length = classLength(name, nameLength)
  const known = changetype<TestClass>(latest)
  if (latest !== 0 && known.length === length && same(known.key, name, length)) return latest
  latest = classes.find(0, name, length)
  if (latest === 0) latest = newClass(name, length)
  return latest
}

function newClass(bytes: usize, length: u32): usize {
  const made = changetype<TestClass>(room(offsetof<TestClass>()))
  made.context = 0
  made.key = bytes
  made.length = length
  made.place = 0
  made.next = 0
  classes.add(made)
  return changetype<usize>(made)
}

/**
 * Bytes of a name up to and with the last `.`, `/` or `:` before the first `[`, `(` or space; one at the
 * name's end does not count.
 */
function classLength(name: usize, length: u32): u32 {
  const end = length - 1
  let found: u32 = 0
  for (let from: u32 = 0; from < end; from += 16) {
    const bytes = v128.load(name + from)
    let stops = stopsIn(bytes)
    const left = end - from
    if (left < 16) stops |= 1 << left
    let separators = separatorsIn(bytes)
    if (stops !== 0) separators &= (1 << ctz(stops)) - 1
    if (separators !== 0) found = from + 32 - clz(separators)
    if (stops !== 0) break
  }
  return found
}

function stopsIn(bytes: v128): u32 {
  return <u32>(
    i8x16.bitmask(
      v128.or(
        i8x16.eq(bytes, i8x16.splat(SPACE)),
        v128.or(i8x16.eq(bytes, i8x16.splat(ROUND)), i8x16.eq(bytes, i8x16.splat(SQUARE))),
      ),
    )
  )
}

function separatorsIn(bytes: v128): u32 {
  return <u32>(
    i8x16.bitmask(
      v128.or(
        i8x16.eq(bytes, i8x16.splat(DOT)),
        v128.or(i8x16.eq(bytes, i8x16.splat(SLASH)), i8x16.eq(bytes, i8x16.splat(COLON))),
      ),
    )
  )
}

/** For the next test in the columns: 0 for the class of the test before, else 1 + its index. */
export function placeOf(at: usize): u32 {
  if (at === before) return 0
  before = at
  const known = changetype<TestClass>(at)
  if (known.place === 0) {
    known.place = ++placed
    classesBytes += known.length
    lengthsBytes += varintSize(known.length)
    if (last === 0) first = at
    else changetype<TestClass>(last).next = at
    last = at
  }
  return known.place
}

export function writeLengths(out: Out): void {
  for (let at = first; at !== 0; at = changetype<TestClass>(at).next) {
    out.reserve(LONGEST_VARINT)
    out.at = putVarint(out.at, changetype<TestClass>(at).length)
  }
}

export function writeClasses(out: Out): void {
  for (let at = first; at !== 0; at = changetype<TestClass>(at).next) {
    out.bytes(changetype<TestClass>(at).key, changetype<TestClass>(at).length)
  }
}
