/** The tags that `tags:` lines of version 1 add and remove, for the stream and for a test. */

import { allocate, release } from '../memory/blocks'
import { setOf, Tag, TagSet, tagOf } from './tags'

/** Changes in order: a tag's address, with the lowest bit set if it is removed. */
@unmanaged
export class TagLog {
  private changes: usize
  private count: u32
  private room: u32
  /** The resulting set; 0 if it must be computed again. */
  private set: usize

  forget(): void {
    this.room = 16
    this.changes = allocate((<usize>this.room) << 2)
    this.count = 0
    this.set = 0
  }

  /** Starts with another log's tags. */
  copy(other: TagLog): void {
    this.count = 0
    this.fill(changetype<TagSet>(other.tags()))
  }

  change(bytes: usize, length: u32, takenOff: bool): void {
    this.set = 0
    this.push(<u32>tagOf(bytes, length) | (takenOff ? 1 : 0))
  }

  tags(): usize {
    if (this.set === 0) this.fill(changetype<TagSet>(this.resolve()))
    return this.set
  }

  private push(change: u32): void {
    if (this.count === this.room) {
      const larger = allocate((<usize>this.room) << 3)
      memory.copy(larger, this.changes, (<usize>this.count) << 2)
      release(this.changes, (<usize>this.room) << 2)
      this.changes = larger
      this.room *= 2
    }
    store<u32>(this.changes + ((<usize>this.count) << 2), change)
    this.count++
  }

  /** Replaces the changes by the set, so that they do not accumulate from test to test. */
  private fill(set: TagSet): void {
    this.count = 0
    for (let i: u32 = 0; i < set.length; i += 4) this.push(load<u32>(set.key + i))
    this.set = changetype<usize>(set)
  }

  private resolve(): usize {
    const count = this.count
    const list = allocate((<usize>(count + 1)) << 2)
    for (let i: u32 = 0; i < count; i++) this.tagAt(i).isIn = !(this.changeAt(i) & 1)
    let left: u32 = 0
    for (let i: u32 = 0; i < count; i++) {
      const tag = this.tagAt(i)
      if (!tag.isIn) continue
      tag.isIn = false
      store<u32>(list + ((<usize>left) << 2), changetype<u32>(tag))
      left++
    }
    const set = setOf(list, left)
    release(list, (<usize>(count + 1)) << 2)
    return set
  }

  private changeAt(index: u32): u32 {
    return load<u32>(this.changes + ((<usize>index) << 2))
  }

  private tagAt(index: u32): Tag {
    return changetype<Tag>(<usize>(this.changeAt(index) & ~1))
  }
}
