import type { Anchor } from './anchors.ts'
import { AnchorFinder } from './finder.ts'
import type { Secret } from './shape.ts'
import { shapeLookouts, valueLookouts } from './shapes.ts'
import { View } from './view.ts'

const STAR = '*'.charCodeAt(0)
/** Length of the `***` that replaces a secret. */
const STARS = 3

/** More bytes are needed to decide. */
const UNDECIDED = Symbol('undecided')

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
      const secret = this.decide(at, last)
      if (secret === UNDECIDED) {
        keep(at)
        return { read, written }
      }
      if (secret !== null) {
        keep(secret.from)
        bytes.fill(STAR, written, written + STARS)
        written += STARS
        read = secret.to
        this.count++
      }
      at = this.finder.next(bytes, secret?.to ?? at + 1)
    }
    keep(bytes.length)
    return { read, written }
  }

  /** The longest secret at a possible anchor; null for none. */
  private decide(anchor: number, last: boolean): Secret | null | typeof UNDECIDED {
    const { view } = this
    view.begin(anchor)
    let longest: Secret | null = null
    for (const { text, shape } of this.finder.at(view, anchor)) {
      const secret = shape(view, anchor, anchor + text.length)
      if (secret !== null && secret.to > (longest?.to ?? 0)) longest = secret
    }
    return view.sawEnd && !view.isFinal(last) ? UNDECIDED : longest
  }
}
