/**
 * Keys of one object, each taken once: `x`, and where that is taken `x#2`, `x#3`, … until one is
 * free. Linear in the number of keys, however many are alike.
 */
export class UniqueKeys {
  private readonly separator: string
  /** Key → the number to try next when it is wanted again. */
  private readonly taken: Map<string, number>

  constructor(separator: string, taken: readonly string[] = []) {
    this.separator = separator
    this.taken = new Map(taken.map((key) => [key, 2]))
  }

  take(wanted: string): string {
    const number = this.taken.get(wanted)
    if (number === undefined) {
      this.taken.set(wanted, 2)
      return wanted
    }
    let next = number
    while (this.taken.has(`${wanted}${this.separator}${next}`)) next++
    this.taken.set(wanted, next + 1)
    const key = `${wanted}${this.separator}${next}`
    this.taken.set(key, 2)
    return key
  }
}

const MAX_KNOWN = 10_000
const known = new Map<string, string>()

/** An attachment's key: its name without all but letters, digits and underscore (Unicode's). */
export function attachmentKey(name: string): string {
  let key = known.get(name)
  if (key === undefined) {
    key = name.replace(/[^\p{L}\p{N}_]+/gu, '')
    if (known.size < MAX_KNOWN) known.set(name, key)
  }
  return key
}
