import type { SpillFile } from './spill-file.ts'

/** Bytes read back at a time. */
const PIECE = 1 << 20

/** Where an element ends and the next begins. */
const BETWEEN = '},{"name":'

const parseElements = (bytes: Buffer): unknown[] => JSON.parse(`[${bytes.toString('utf8')}]`) as unknown[]

/** The elements of a JSON array, in a file: they may be longer than a string may be. */
export class JsonList {
  private readonly file: SpillFile
  private readonly parts: { readonly place: number; readonly length: number }[] = []

  /** `file` may hold other lists too. */
  constructor(file: SpillFile) {
    this.file = file
  }

  /** Takes the next bytes of the elements, with the commas between them. */
  append(bytes: Uint8Array): void {
    this.parts.push({ place: this.file.append(bytes), length: bytes.length })
  }

  get isEmpty(): boolean {
    return this.parts.length === 0
  }

  /** All bytes, in pieces that are valid until the next one is asked for. */
  *pieces(): Generator<Buffer> {
    const buffer = Buffer.allocUnsafe(Math.min(PIECE, Math.max(0, ...this.parts.map(({ length }) => length))))
    for (const { place, length } of this.parts) {
      for (let done = 0; done < length; done += buffer.length) {
        const piece = buffer.subarray(0, Math.min(buffer.length, length - done))
        this.file.read(place + done, piece)
        yield piece
      }
    }
  }

  /** All elements, objects whose first key is `name`, a few at a time. */
  *elements(): Generator {
    let rest = Buffer.alloc(0)
    for (const piece of this.pieces()) {
      rest = Buffer.concat([rest, piece])
      // in a string the quotes would be escaped
      const end = rest.lastIndexOf(BETWEEN)
      if (end < 0) continue
      yield* parseElements(rest.subarray(0, end + 1))
      rest = rest.subarray(end + 2)
    }
    yield* parseElements(rest)
  }

  /** The elements that are in so many bytes at the start. */
  first(length: number): unknown[] {
    const bytes = Buffer.allocUnsafe(length)
    let filled = 0
    for (const piece of this.pieces()) {
      if (filled === length) break
      filled += piece.copy(bytes, filled)
    }
    return JSON.parse(`[${bytes.toString('utf8')}]`) as unknown[]
  }
}
