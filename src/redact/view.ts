import { MAX_SECRET } from './anchors.ts'

/** Bytes of a kind, as a table. A run of them is remembered for the place that names the kind. */
export interface Kind {
  readonly has: Uint8Array
}

/** All characters of the text; `a-z` stands for a range, and `-` for itself where it stands last. */
export function kindOf(characters: string): Kind {
  const has = new Uint8Array(256)
  for (const [, from, to, single] of characters.matchAll(/(.)-(.)|(.)/gs)) {
    if (single !== undefined) has[single.charCodeAt(0)] = 1
    else has.fill(1, from.charCodeAt(0), to.charCodeAt(0) + 1)
  }
  return { has }
}

/** All other bytes. */
export const exceptFor = ({ has }: Kind): Kind => ({ has: has.map((one) => 1 - one) })

/**
 * A window's bytes, as one shape after another looks at them. Shapes are written for text that is all
 * there: `sawEnd` tells whether one looked behind the last byte, and so has to look again when there
 * are more. That is why the cuts of the input change nothing.
 */
export class View {
  private bytes: Buffer = Buffer.alloc(0)
  private end = 0
  private readonly runs = new Map<Kind, { from: number; to: number }>()
  sawEnd = false

  /** Takes another window. */
  open(bytes: Buffer): void {
    this.bytes = bytes
    this.runs.clear()
  }

  /** From here on a secret is looked for at that anchor. */
  begin(anchor: number): void {
    this.end = Math.min(this.bytes.length, anchor + MAX_SECRET)
    this.sawEnd = false
  }

  /** Whether what is behind the end, if anything comes, is too far away to matter. */
  isFinal(last: boolean): boolean {
    return last || this.end < this.bytes.length
  }

  /** The byte there, -1 behind the end. */
  at(index: number): number {
    if (index < this.end) return this.bytes[index]
    this.sawEnd = true
    return -1
  }

  /** Whether a byte of that kind is there. */
  is(kind: Kind, index: number): boolean {
    const byte = this.at(index)
    return byte >= 0 && kind.has[byte] === 1
  }

  startsWith(text: string, index: number): boolean {
    for (let i = 0; i < text.length; i++) if (this.at(index + i) !== text.charCodeAt(i)) return false
    return true
  }

  /**
   * Where the run of that kind ends that begins at `from`. A later question from within the last run
   * of the kind goes on where that ended: each kind reads each byte once, whatever the anchors.
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

  /** The same for few bytes at most, without remembering. */
  skip(kind: Kind, from: number, most: number): number {
    let to = from
    while (to - from < most && this.is(kind, to)) to++
    return to
  }

  text(from: number, to: number): string {
    return this.bytes.toString('latin1', from, to)
  }
}
