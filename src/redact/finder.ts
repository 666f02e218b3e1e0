import type { Lookout } from './shapes.ts'
import type { View } from './view.ts'

const LETTER_CASE = 0x20
const isLetter = (code: number): boolean => /[a-z]/i.test(String.fromCharCode(code))

/** An anchor as bytes: a byte of the text matches if, with `setBits` set, it equals that of `bytes`. */
interface Literal {
  readonly lookout: Lookout
  readonly bytes: Uint8Array
  readonly setBits: Uint8Array
}

/**
 * Finds anchors in bytes. At every second position, a pair of bytes is looked up in a table: an anchor has at
 * least three bytes, so either its first and second or its second and third are such a pair.
 */
export class AnchorFinder {
  private readonly pairs = new Uint8Array(1 << 16)
  private readonly byFirst: readonly Literal[][] = Array.from({ length: 256 }, () => [])

  constructor(lookouts: readonly Lookout[]) {
    for (const lookout of lookouts) {
      const literal = literalOf(lookout)
      const [first, second, third] = [0, 1, 2].map((i) => bytesThatFit(literal, i))
      for (const byte of first) this.byFirst[byte].push(literal)
      this.addPairs(first, second)
      this.addPairs(second, third)
    }
  }

  /** The next position from `from` on where an anchor begins, or may, cut off by the end; -1 for none. */
  next(bytes: Uint8Array, from: number): number {
    const { pairs } = this
    const end = bytes.length - 1
    let i = from
    for (; i < end; i += 2) {
      if (pairs[(bytes[i] << 8) | bytes[i + 1]] === 0) continue
      if (i > from && this.fits(bytes, i - 1)) return i - 1
      if (this.fits(bytes, i)) return i
    }
    for (i = Math.max(from, i - 1); i <= end; i++) if (this.fits(bytes, i)) return i
    return -1
  }

  /** The lookouts whose anchors are at `index`. */
  at(view: View, index: number): Lookout[] {
    const found: Lookout[] = []
    for (const literal of this.byFirst[view.at(index)]) {
      if (isAt(literal, view, index)) found.push(literal.lookout)
    }
    return found
  }

  private addPairs(ones: readonly number[], others: readonly number[]): void {
    for (const one of ones) for (const other of others) this.pairs[(one << 8) | other] = 1
  }

  private fits(bytes: Uint8Array, index: number): boolean {
    for (const literal of this.byFirst[bytes[index]]) if (fitsAt(literal, bytes, index)) return true
    return false
  }
}

function literalOf(lookout: Lookout): Literal {
  const codes = Uint8Array.from(Buffer.from(lookout.text, 'latin1'))
  const setBits = codes.map((code) => (lookout.anyCase && isLetter(code) ? LETTER_CASE : 0))
  return { lookout, bytes: codes.map((code, i) => code | setBits[i]), setBits }
}

function bytesThatFit({ bytes, setBits }: Literal, i: number): number[] {
  return Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => (byte | setBits[i]) === bytes[i])
}

function isAt({ bytes, setBits }: Literal, view: View, index: number): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const byte = view.at(index + i)
    if (byte < 0 || (byte | setBits[i]) !== bytes[i]) return false
  }
  return true
}

/** The same, as far as there are bytes. */
function fitsAt({ bytes, setBits }: Literal, text: Uint8Array, index: number): boolean {
  const length = Math.min(bytes.length, text.length - index)
  for (let i = 0; i < length; i++) if ((text[index + i] | setBits[i]) !== bytes[i]) return false
  return true
}
