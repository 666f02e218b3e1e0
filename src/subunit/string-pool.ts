const SLOTS = 1 << 16
const FULL = SLOTS / 2

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Strings by their UTF-8 bytes, so that what a stream repeats in every packet (test ids, tags, mime
 * types) is decoded once. It forgets everything when it is half full: a stream may have any number
 * of ids, and an id's packets stand near each other.
 */
export class StringPool {
  private strings: (string | undefined)[] = Array.from({ length: SLOTS })
  private hashes = new Int32Array(SLOTS)
  private count = 0

  /** The string that the bytes are; null where they hold a NUL or are no UTF-8. */
  get(bytes: Buffer, start: number, end: number): string | null {
    let hash = 0
    let all = 0
    for (let i = start; i < end; i++) {
      const byte = bytes[i]
      if (byte === 0) return null
      all |= byte
      hash = Math.imul(hash ^ byte, 0x01000193)
      hash ^= hash >>> 15
    }
    if (all > 0x7f) return decode(bytes, start, end)
    let slot = hash & (SLOTS - 1)
    for (let known = this.strings[slot]; known !== undefined; known = this.strings[slot]) {
      if (this.hashes[slot] === hash && same(known, bytes, start, end)) return known
      slot = (slot + 1) & (SLOTS - 1)
    }
    const fresh = bytes.toString('latin1', start, end)
    if (this.count === FULL) {
      this.strings = Array.from({ length: SLOTS })
      this.count = 0
    }
    this.strings[slot] = fresh
    this.hashes[slot] = hash
    this.count++
    return fresh
  }
}

function same(known: string, bytes: Buffer, start: number, end: number): boolean {
  if (known.length !== end - start) return false
  for (let i = 0; i < known.length; i++) if (known.charCodeAt(i) !== bytes[start + i]) return false
  return true
}

function decode(bytes: Buffer, start: number, end: number): string | null {
  try {
    return utf8.decode(bytes.subarray(start, end))
  } catch {
    return null
  }
}
