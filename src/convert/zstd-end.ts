/**
 * Tells whether zstd data is cut off, by the sizes that its frames and blocks name (RFC 8878): the decoders of Node 22,
 * and of Node 24 up to 24.18, end without an error wherever their input does.
 */

const SKIPPABLE = 0x184d2a50
/** Bytes of the dictionary's id and of the content's size, by their flags. */
const [ID_BYTES, SIZE_BYTES] = [
  [0, 1, 2, 4],
  [0, 2, 4, 8],
]
/** The type of a block that is one byte, repeated. */
const REPEATED = 1

export class ZstdEnd {
  private isWithin = false
  private readonly walk = this.frames()
  /** How many bytes the walk waits for: to be read as a number if above 0, to be passed over if below. */
  private step = this.walk.next().value
  private had = 0
  private value = 0

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const taken = this.step > 0 ? 1 : Math.min(-this.step - this.had, bytes.length - at)
      if (this.step > 0) this.value += bytes[at] * 256 ** this.had
      this.had += taken
      at += taken
      while (this.had === Math.abs(this.step)) this.next()
    }
  }

  /** Zeros may follow the last frame. */
  get isCut(): boolean {
    return this.isWithin || this.value > 0
  }

  private next(): void {
    const { value } = this
    this.had = 0
    this.value = 0
    this.step = this.walk.next(value).value
  }

  private *frames(): Generator<number, never, number> {
    for (;;) {
      this.isWithin = false
      const magic = yield 4
      this.isWithin = magic > 0
      if (magic - (magic % 16) === SKIPPABLE) yield -(yield 4)
      else if (magic > 0) yield* frame()
    }
  }
}

function* frame(): Generator<number, void, number> {
  const descriptor = yield 1
  const isSingle = (descriptor & 0x20) !== 0
  const size = Math.max(SIZE_BYTES[descriptor >> 6], isSingle ? 1 : 0)
  yield -((isSingle ? 0 : 1) + ID_BYTES[descriptor & 3] + size)
  for (let isLast = false; !isLast; ) {
    const block = yield 3
    isLast = (block & 1) !== 0
    yield -(((block >> 1) & 3) === REPEATED ? 1 : block >> 3)
  }
  yield (descriptor & 4) === 0 ? 0 : -4
}
