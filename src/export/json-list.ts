import type { SpillFile } from './spill-file.ts'

/** Bytes read back at a time. */
const PIECE = 1 << 20

/** The end of an element and the beginning of the next. */
const BETWEEN = '},{"name":'

const parseElements = (bytes: Buffer): unknown[] => JSON.parse(`[${bytes.toString('utf8')}]`) as unknown[]

/** The elements of a JSON array, kept in a file: they may exceed the maximum length of a string. */
export class JsonList {
  private readonly file: SpillFile
  private readonly parts: { readonly place: number; readonly length: number }[] = []

  /** `file` may be shared with other lists. */
  constructor(file: SpillFile) {
    this.file = file
  }

  /** Appends the next bytes of the elements, including the commas between them. */
  append(bytes: Uint8Array): void {
    this.parts.push({ place: this.file.append(bytes), length: bytes.length })
  }

  get isEmpty(): boolean {
    return this.parts.length === 0
  }

  /** All bytes in pieces, each valid until the next one is requested. */
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

  /** All elements, parsed a few at a time; they must be objects whose first key is `name`. */
  *elements(): Generator {
    let rest = Buffer.alloc(0)
    for (const piece of this.pieces()) {
      rest = Buffer.concat([rest, piece])
      // cannot match inside a string, where the quotes would be escaped
      const end = rest.lastIndexOf(BETWEEN)
      if (end < 0) continue
      yield* parseElements(rest.subarray(0, end + 1))
      rest = rest.subarray(end + 2)
    }
    yield* parseElements(rest)
  }

  /** The elements in the first `length` bytes. */
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
