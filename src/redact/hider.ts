/**
 * Overwrites known secrets by `*`, letter by letter, where a text must keep its length: in names and logs. To find that
 * there are none costs a search, and no copy.
 */

import { SHORTEST_VALUE } from './shapes.ts'

const STAR = '*'.charCodeAt(0)

export class Hider {
  private readonly secrets: readonly Buffer[]
  /** Bytes of the longest secret but one: a secret that began before a chunk has at most so many in it. */
  private readonly overlap: number

  private constructor(secrets: readonly Buffer[]) {
    this.secrets = secrets
    this.overlap = Math.max(...secrets.map(({ length }) => length)) - 1
  }

  /** null if no value is long enough to be looked for. */
  static of(values: readonly string[]): Hider | null {
    const secrets = values.map((value) => Buffer.from(value)).filter(({ length }) => length >= SHORTEST_VALUE)
    return secrets.length > 0 ? new Hider(secrets) : null
  }

  /** Overwrites secrets in place. */
  hide(bytes: Buffer): void {
    for (const secret of this.secrets) {
      for (let at = bytes.indexOf(secret); at >= 0; at = bytes.indexOf(secret, at + secret.length))
        bytes.fill(STAR, at, at + secret.length)
    }
  }

  /** The same in text, where `***` may stand for a secret. */
  hideIn(text: string): string {
    return this.secrets.reduce((rest, secret) => rest.replaceAll(secret.toString(), '***'), text)
  }

  /** Returns a function that takes a stream's chunks, and tells whether a secret ends in one. */
  watch(): (chunk: Buffer) => boolean {
    let tail: Buffer = Buffer.alloc(0)
    return (chunk) => {
      const seam = Buffer.concat([tail, chunk.subarray(0, this.overlap)])
      tail = Buffer.concat([tail, chunk.subarray(-this.overlap)]).subarray(-this.overlap)
      return this.secrets.some((secret) => chunk.includes(secret) || seam.includes(secret))
    }
  }

  /** The chunks of a stream, cut elsewhere, without secrets. */
  async *hidden(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let tail: Buffer = Buffer.alloc(0)
    try {
      for await (const chunk of chunks) {
        const bytes = Buffer.concat([tail, chunk])
        this.hide(bytes)
        const end = Math.max(0, bytes.length - this.overlap)
        tail = bytes.subarray(end)
        if (end > 0) yield bytes.subarray(0, end)
      }
    } finally {
      // also what comes before a fault
      if (tail.length > 0) yield tail
    }
  }
}
