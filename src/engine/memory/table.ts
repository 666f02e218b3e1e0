import { allocate, release, retire } from './blocks'
import { hash, same } from './bytes'

const FIRST_SLOTS: u32 = 64

/** An entry of a table: the bytes of its key, and the number of the key's owner. */
@unmanaged
export class Entry {
  context: u32
  key: usize
  length: u32

  setKey(context: u32, key: usize, length: u32): void {
    this.context = context
    this.key = key
    this.length = length
  }
}

/** A hash table of entries. A slot has an entry's address, and above it the hash. */
@unmanaged
export class Table {
  private slots: usize
  private mask: u32
  count: u32
  /** The hash of the key that was looked for last. */
  sought: u32

  /** Initialises a table, without freeing memory it may have had. */
  forget(): void {
    this.mask = FIRST_SLOTS - 1
    this.slots = allocate(FIRST_SLOTS << 3)
    memory.fill(this.slots, 0, FIRST_SLOTS << 3)
    this.count = 0
  }

  /** Removes all entries. */
  clear(): void {
    if (this.count === 0) return
    release(this.slots, (<usize>this.mask + 1) << 3)
    this.forget()
  }

  /** The entry with that key, or 0. */
  find(context: u32, key: usize, length: u32): usize {
    const wanted = hash(key, length, context)
    this.sought = wanted
    let slot = wanted & this.mask
    while (true) {
      const found = load<u64>(this.slots + ((<usize>slot) << 3))
      if (found === 0) return 0
      if (<u32>(found >> 32) === wanted) {
        const entry = changetype<Entry>(<usize>found)
        if (entry.length === length && entry.context === context && same(entry.key, key, length)) {
          return <usize>found
        }
      }
      slot = (slot + 1) & this.mask
    }
  }

  /** Adds an entry, whose key `find` just did not find. */
  add(entry: Entry): void {
    if (this.count * 4 >= this.mask * 3) this.grow()
    this.count++
    this.put(((<u64>this.sought) << 32) | changetype<usize>(entry))
  }

  remove(entry: Entry): void {
    this.sought = hash(entry.key, entry.length, entry.context)
    this.removeFound(entry)
  }

  /** Removes the entry whose key was just looked for or added. */
  removeFound(entry: Entry): void {
    const mask = this.mask
    const slots = this.slots
    let slot = this.sought & mask
    while (<usize>load<u64>(slots + ((<usize>slot) << 3)) !== changetype<usize>(entry))
      slot = (slot + 1) & mask
    this.count--
    // move up following entries that would no longer be found
    let next = slot
    while (true) {
      next = (next + 1) & mask
      const other = load<u64>(slots + ((<usize>next) << 3))
      if (other === 0) break
      const home = <u32>(other >> 32) & mask
      if (((next - home) & mask) >= ((next - slot) & mask)) {
        store<u64>(slots + ((<usize>slot) << 3), other)
        slot = next
      }
    }
    store<u64>(slots + ((<usize>slot) << 3), 0)
  }

  /** Number of slots, to walk over all entries in no order: `at(slot)` is an entry or 0. */
  get size(): u32 {
    return this.mask + 1
  }

  at(slot: u32): usize {
    return <usize>load<u64>(this.slots + ((<usize>slot) << 3))
  }

  private put(found: u64): void {
    let slot = <u32>(found >> 32) & this.mask
    while (load<u64>(this.slots + ((<usize>slot) << 3)) !== 0) slot = (slot + 1) & this.mask
    store<u64>(this.slots + ((<usize>slot) << 3), found)
  }

  private grow(): void {
    const old = this.slots
    const count = this.mask + 1
    this.mask = count * 2 - 1
    this.slots = allocate((<usize>count) << 4)
    memory.fill(this.slots, 0, (<usize>count) << 4)
    for (let slot: u32 = 0; slot < count; slot++) {
      const found = load<u64>(old + ((<usize>slot) << 3))
      if (found !== 0) this.put(found)
    }
    retire(old, (<usize>count) << 3)
  }
}
