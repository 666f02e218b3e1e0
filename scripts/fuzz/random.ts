/** Random choices: the same for the same seed, on every machine. */
export class Random {
  private state: number

  constructor(seed: string) {
    // FNV-1a: seeds that differ in one character begin far apart
    this.state = 0x811c9dc5
    for (const byte of Buffer.from(seed)) this.state = Math.imul(this.state ^ byte, 0x01000193)
  }

  /** Mulberry32: 0 ≤ x < 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }

  /** An integer, 0 ≤ x < n. */
  below(n: number): number {
    return Math.floor(this.next() * n)
  }

  /** An integer, 0 ≤ x < n; small ones are likelier. */
  few(n: number): number {
    return Math.floor(this.next() ** 3 * n)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)))
  }

  /** `count` positions from 0 to `length`, ascending. */
  positions(count: number, length: number): number[] {
    return Array.from({ length: count }, () => this.below(length + 1)).sort((a, b) => a - b)
  }
}
