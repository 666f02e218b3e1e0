/** A JSON value that is not a string, kept verbatim up to the comma or closing bracket after it. */

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])
/** Limit in bytes. The exporter writes only two timestamps. */
const LONGEST = 1 << 20

/** The input is not one member of a details file. */
export class MalformedEntry extends Error {
  override readonly name = 'MalformedEntry'
}

export class RawValue {
  ended = false
  private readonly taken: number[] = []
  private depth = 0
  private quoted = false
  private escaped = false

  constructor(first: number) {
    this.take(first)
  }

  /** Returns the offset where it stopped. */
  read(chunk: Uint8Array, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i]
      this.ended = !this.quoted && this.depth === 0 && (byte === COMMA || CLOSING.has(byte))
      if (this.ended) return i
      this.take(byte)
    }
    return chunk.length
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.taken)
  }

  parse(): unknown {
    try {
      return JSON.parse(new TextDecoder().decode(this.bytes()))
    } catch (cause) {
      throw new MalformedEntry('', { cause })
    }
  }

  private take(byte: number): void {
    if (this.taken.push(byte) > LONGEST) throw new MalformedEntry()
    if (this.escaped) this.escaped = false
    else if (byte === BACKSLASH) this.escaped = true
    else if (byte === QUOTE) this.quoted = !this.quoted
    else if (!this.quoted && OPENING.has(byte)) this.depth += 1
    else if (!this.quoted && CLOSING.has(byte)) this.depth -= 1
  }
}
