import { allocate, carve, release } from './blocks'

/** Addresses per segment; segments never move. */
const SEGMENT: u32 = 1024
const FIRST_SEGMENTS: u32 = 64

/** A list of addresses that grows at its end. */
@unmanaged
export class List {
  private segments: usize
  private room: u32
  count: u32

  /** Initialises an empty list. */
  forget(): void {
    this.room = FIRST_SEGMENTS
    this.segments = allocate((<usize>FIRST_SEGMENTS) << 2)
    this.count = 0
  }

  at(n: u32): usize {
    return load<u32>(this.slotOf(n))
  }

  add(address: usize): void {
    const n = this.count++
    if (n % SEGMENT === 0) this.addSegment(n / SEGMENT)
    store<u32>(this.slotOf(n), address)
  }

  private slotOf(n: u32): usize {
    const segment = <usize>load<u32>(this.segments + ((<usize>(n / SEGMENT)) << 2))
    return segment + ((<usize>(n % SEGMENT)) << 2)
  }

  private addSegment(index: u32): void {
    if (index === this.room) {
      const larger = allocate((<usize>this.room) << 3)
      memory.copy(larger, this.segments, (<usize>this.room) << 2)
      release(this.segments, (<usize>this.room) << 2)
      this.segments = larger
      this.room *= 2
    }
    store<u32>(this.segments + ((<usize>index) << 2), carve(SEGMENT << 2))
  }
}
