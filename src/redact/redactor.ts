import type { Anchor } from './anchors.ts'
import { AnchorFinder } from './finder.ts'
import type { Secret } from './shape.ts'
import { shapeLookouts, valueLookouts } from './shapes.ts'
import { View } from './view.ts'

const STAR = '*'.charCodeAt(0)
/** Length of the `***` that replaces a secret. */
const STARS = 3

export interface RedactOptions {
  /** Whether to replace tokens of well-known shapes. */
  readonly shapes: boolean
  /** Texts to replace; those of less than eight bytes are ignored. */
  readonly values?: readonly string[] | undefined
}

/** The result for one window. */
export interface Redacted {
  /** How many bytes at its start are decided. */
  readonly read: number
  /** How many bytes at its start now hold the redacted form of those; never more than `read`. */
  readonly written: number
}

/** Replaces secrets in bytes that come in windows of any size. Between windows it only keeps a count. */
export class Redactor {
  /** Secrets replaced so far. */
  count = 0
  /** The anchors of shapes and values: bytes without any of them stay as they are. */
  readonly anchors: readonly Anchor[]
  private readonly finder: AnchorFinder
  private readonly view = new View()

  constructor({ shapes, values = [] }: RedactOptions) {
    const lookouts = [...(shapes ? shapeLookouts() : []), ...valueLookouts(values)]
    this.anchors = lookouts
    this.finder = new AnchorFinder(lookouts)
  }

  /**
   * Redacts in place. The bytes after `read`, fewer than MAX_SECRET, may be the start of a secret: pass them
   * again at the start of the next window, which should be twice as long to keep the time linear. `last`: no
   * bytes follow, so all are read.
   */
  redact(bytes: Buffer, last: boolean): Redacted {
    this.view.open(bytes)
    let read = 0
    let written = 0
    const keep = (to: number): void => {
      if (written < read) bytes.copyWithin(written, read, to)
      written += to - read
      read = to
    }
    for (let at = this.finder.next(bytes, 0); at >= 0; ) {
      const anchor = at
      let secret: Secret | null = null
      this.view.begin(anchor)
      // secrets that overlap are one: what is left of the second would be part of it
      do {
        secret = this.extend(secret, at)
        at = this.finder.next(bytes, at + 1)
      } while (secret !== null && at >= 0 && at < secret.to)
      if (this.view.sawEnd && !this.view.isFinal(last)) {
        keep(anchor)
        return { read, written }
      }
      if (secret === null) continue
      keep(secret.from)
      bytes.fill(STAR, written, written + STARS)
      written += STARS
      read = secret.to
      this.count++
    }
    keep(bytes.length)
    return { read, written }
  }

  /** A redacted copy; if more follows, without what may be the start of a secret at the end. */
  redacted(bytes: Buffer, last = true): Buffer {
    const copy = Buffer.from(bytes)
    return copy.subarray(0, this.redact(copy, last).written)
  }

  /** The secret so far, together with all those at a possible anchor; null for none. */
  private extend(secret: Secret | null, anchor: number): Secret | null {
    let all = secret
    for (const { text, shape } of this.finder.at(this.view, anchor)) {
      const one = shape(this.view, anchor, anchor + text.length)
      if (one !== null && all !== null)
        all = { from: Math.min(all.from, one.from), to: Math.max(all.to, one.to) }
      else all ??= one
    }
    return all
  }
}
