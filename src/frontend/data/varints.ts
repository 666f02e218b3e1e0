/** Reads consecutive LEB128 numbers below 2^53 (see format/columns.ts). */
export class Varints {
  private readonly bytes: Uint8Array
  private at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** NaN after the last byte. Callers check `isWhole` at the end instead of testing every number. */
  next(): number {
    const { bytes } = this
    let byte = bytes[this.at++]
    if (byte < 0x80) return byte
    let value = byte & 0x7f
    // up to four bytes fit a 32-bit integer, and nearly all numbers are that short
    for (let shift = 7; shift < 28; shift += 7) {
      byte = bytes[this.at++]
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    for (let factor = 2 ** 28; ; factor *= 128) {
      byte = bytes[this.at++]
      value += (byte & 0x7f) * factor
      if (!(byte >= 0x80)) return byte === undefined ? Number.NaN : value
    }
  }

  /** Zigzag: 0, −1, 1, −2, … */
  nextSigned(): number {
    const value = this.next()
    if (value <= 0x7fffffff) return (value >>> 1) ^ -(value & 1)
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** Reads numbers until `into` is full. */
  fillUnsigned(into: Uint32Array): void {
    const { bytes } = this
    let { at } = this
    for (let i = 0; i < into.length; i++) {
      const first = at
      let byte = bytes[at++]
      let value = byte & 0x7f
      for (let shift = 7; byte >= 0x80 && shift < 28; shift += 7) {
        byte = bytes[at++]
        value |= (byte & 0x7f) << shift
      }
      if (byte >= 0x80) {
        this.at = first
        value = this.next()
        at = this.at
      }
      into[i] = value
    }
    this.at = at
  }

  /** Reads signed numbers into `into[from]` up to before `into[to]`; a million take a few milliseconds. */
  readSignedInto(into: Float64Array, from: number, to: number): void {
    const { bytes } = this
    let { at } = this
    for (let i = from; i < to; i++) {
      const first = at
      let byte = bytes[at++]
      let value = byte & 0x7f
      for (let shift = 7; byte >= 0x80 && shift < 28; shift += 7) {
        byte = bytes[at++]
        value |= (byte & 0x7f) << shift
      }
      if (byte >= 0x80) {
        this.at = first
        into[i] = this.nextSigned()
        at = this.at
      } else into[i] = (value >>> 1) ^ -(value & 1)
    }
    this.at = at
  }

  /** Whether no byte is left; true as well if the last number was cut off. */
  get isDone(): boolean {
    return this.at >= this.bytes.length
  }

  /** Whether all bytes were read, and none beyond. */
  get isWhole(): boolean {
    return this.at === this.bytes.length
  }
}
