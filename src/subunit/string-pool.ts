const FIRST_SLOTS = 64
const MOST_SLOTS = 1 << 16

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Strings by their UTF-8 bytes, so that what a stream repeats in every packet (test ids, tags, mime
 * types) is decoded once. It forgets everything when it is half full: a stream may have any number
 * of ids, and an id's packets stand near each other.
 */
export class StringPool {
  private strings: (string | undefined)[] = newSlots(FIRST_SLOTS)
  private hashes = new Int32Array(FIRST_SLOTS)
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
    const mask = this.strings.length - 1
    let slot = hash & mask
    for (let known = this.strings[slot]; known !== undefined; known = this.strings[slot]) {
      if (this.hashes[slot] === hash && same(known, bytes, start, end)) return known
      slot = (slot + 1) & mask
    }
    if (this.count * 2 >= this.strings.length) this.makeRoom()
    const fresh = bytes.toString('latin1', start, end)
    this.put(fresh, hash)
    return fresh
  }

  private put(string: string, hash: number): void {
    const mask = this.strings.length - 1
    let slot = hash & mask
    while (this.strings[slot] !== undefined) slot = (slot + 1) & mask
    this.strings[slot] = string
    this.hashes[slot] = hash
    this.count++
  }

  private makeRoom(): void {
    const { strings, hashes } = this
    const full = strings.length === MOST_SLOTS
    const slots = full ? MOST_SLOTS : strings.length * 4
    this.strings = newSlots(slots)
    this.hashes = new Int32Array(slots)
    this.count = 0
    if (full) return
    for (const [i, string] of strings.entries()) if (string !== undefined) this.put(string, hashes[i])
  }
}

const newSlots = (count: number): (string | undefined)[] =>
  new Array<string | undefined>(count).fill(undefined)

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
