import { MAX_SECRET } from './anchors.ts'

/** A set of bytes, as a table. For each Kind object, a View remembers the last run that it has read. */
export interface Kind {
  readonly has: Uint8Array
}

/** All characters of the text; `a-z` is a range, and a `-` at the end stands for itself. */
export function kindOf(characters: string): Kind {
  const has = new Uint8Array(256)
  for (const [, from, to, single] of characters.matchAll(/(.)-(.)|(.)/gs)) {
    if (single !== undefined) has[single.charCodeAt(0)] = 1
    else has.fill(1, from.charCodeAt(0), to.charCodeAt(0) + 1)
  }
  return { has }
}

/** All bytes that are not of the kind. */
export const exceptFor = ({ has }: Kind): Kind => ({ has: has.map((one) => 1 - one) })

/**
 * A window's bytes, as one shape after another reads them. Shapes are written as if all text were there:
 * `sawEnd` tells whether one read beyond the last byte, and so must try again when there are more. So it
 * makes no difference where the input is cut.
 */
export class View {
  private bytes: Buffer = Buffer.alloc(0)
  private end = 0
  private readonly runs = new Map<Kind, { from: number; to: number }>()
  private readonly tails = new Map<Kind, { from: number; to: number }>()
  sawEnd = false

  /** Takes the next window. */
  open(bytes: Buffer): void {
    this.bytes = bytes
    this.runs.clear()
    this.tails.clear()
  }

  /** Begins the search at an anchor: it ends MAX_SECRET bytes later, or with the window. */
  begin(anchor: number): void {
    this.end = Math.min(this.bytes.length, anchor + MAX_SECRET)
    this.sawEnd = false
  }

  /** Whether further bytes would make no difference: none come, or they are too far from the anchor. */
  isFinal(last: boolean): boolean {
    return last || this.end < this.bytes.length
  }

  /** The byte at `index`; -1 beyond the end. */
  at(index: number): number {
    if (index < this.end) return this.bytes[index]
    this.sawEnd = true
    return -1
  }

  /** Whether the byte at `index` is of the kind. */
  is(kind: Kind, index: number): boolean {
    const byte = this.at(index)
    return byte >= 0 && kind.has[byte] === 1
  }

  startsWith(text: string, index: number): boolean {
    for (let i = 0; i < text.length; i++) if (this.at(index + i) !== text.charCodeAt(i)) return false
    return true
  }

  /** The next bytes from `from` on, `most` at most. */
  ahead(from: number, most: number): string {
    if (from + most > this.end) this.sawEnd = true
    return this.text(from, Math.min(from + most, this.end))
  }

  /**
   * Where the run of bytes of the kind ends that begins at `from`. If `from` is within the kind's last run,
   * reading continues at that run's end: each kind reads each byte once, whatever the anchors.
   */
  runEnd(kind: Kind, from: number): number {
    const run = this.runs.get(kind)
    const known = run !== undefined && from >= run.from && from <= run.to
    let to = known ? Math.min(run.to, this.end) : from
    while (to < this.end && kind.has[this.bytes[to]] === 1) to++
    this.runs.set(kind, { from, to })
    if (to >= this.end) this.sawEnd = true
    return to
  }

  /**
   * Where the run of bytes of the kind begins that ends at `to`; `to` itself if there is none. It remembers as
   * much as `runEnd` does.
   */
  runStart(kind: Kind, to: number): number {
    const tail = this.tails.get(kind)
    let from = to
    while (from > 0 && kind.has[this.bytes[from - 1]] === 1) {
      if (tail !== undefined && from > tail.from && from <= tail.to) {
        from = tail.from
        break
      }
      from--
    }
    this.tails.set(kind, { from, to })
    return from
  }

  /** The same as `runEnd` for at most `most` bytes, without remembering the run. */
  skip(kind: Kind, from: number, most: number): number {
    let to = from
    while (to - from < most && this.is(kind, to)) to++
    return to
  }

  text(from: number, to: number): string {
    return this.bytes.toString('latin1', from, to)
  }
}
