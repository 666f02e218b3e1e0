import { STATUSES, type Status } from '../format/exported.ts'
import type { Test } from '../model/run.ts'

/** A run's tests as columns, in raw's order, without their attachments: about 50 bytes each. */
export class RunTable {
  count = 0
  readonly names: string[] = []
  /** Where the id is not the name. */
  readonly ids = new Map<number, string>()
  /** Sets of tags, each once. */
  readonly tagSets: (readonly string[])[] = []
  /** Seconds since the epoch would do for nobody: microseconds, NaN where the stream gave none. */
  private starts = new Float64Array(1024)
  private ends = new Float64Array(1024)
  private statuses = new Uint8Array(1024)
  private tagIndexes = new Uint32Array(1024)
  private detailStarts = new Float64Array(1024)
  private detailLengths = new Float64Array(1024)
  private readonly tagSetOf = new Map<string, number>()
  private lastTags: readonly string[] | null = null
  private lastTagSet = 0

  /** `detailStart`, `detailLength`: where the test's value of details stands, in bytes. */
  add(test: Test, detailStart: number, detailLength: number): void {
    const n = this.count++
    if (n === this.starts.length) this.grow()
    this.names.push(test.name)
    if (test.id !== test.name) this.ids.set(n, test.id)
    this.starts[n] = test.start ?? Number.NaN
    this.ends[n] = test.end ?? Number.NaN
    this.statuses[n] = STATUSES.indexOf(test.status)
    this.tagIndexes[n] = this.tagSet(test.tags)
    this.detailStarts[n] = detailStart
    this.detailLengths[n] = detailLength
  }

  id(n: number): string {
    return this.ids.get(n) ?? this.names[n]
  }

  status(n: number): Status {
    return STATUSES[this.statuses[n]]
  }

  tags(n: number): readonly string[] {
    return this.tagSets[this.tagIndexes[n]]
  }

  tagIndex(n: number): number {
    return this.tagIndexes[n]
  }

  /** Microseconds since the epoch, or null. */
  start(n: number): number | null {
    return Number.isNaN(this.starts[n]) ? null : this.starts[n]
  }

  end(n: number): number | null {
    return Number.isNaN(this.ends[n]) ? null : this.ends[n]
  }

  detailStart(n: number): number {
    return this.detailStarts[n]
  }

  detailLength(n: number): number {
    return this.detailLengths[n]
  }

  private tagSet(tags: readonly string[]): number {
    // decoders give the same array again where the tags are the same
    if (tags === this.lastTags) return this.lastTagSet
    this.lastTags = tags
    this.lastTagSet = this.findTagSet(tags)
    return this.lastTagSet
  }

  private findTagSet(tags: readonly string[]): number {
    const key = tags.join('\0')
    let index = this.tagSetOf.get(key)
    if (index === undefined) {
      index = this.tagSets.push(tags) - 1
      this.tagSetOf.set(key, index)
    }
    return index
  }

  private grow(): void {
    const double = <T extends Float64Array | Uint32Array | Uint8Array>(old: T): T => {
      const larger = new (old.constructor as new (length: number) => T)(old.length * 2)
      larger.set(old)
      return larger
    }
    this.starts = double(this.starts)
    this.ends = double(this.ends)
    this.statuses = double(this.statuses)
    this.tagIndexes = double(this.tagIndexes)
    this.detailStarts = double(this.detailStarts)
    this.detailLengths = double(this.detailLengths)
  }
}
