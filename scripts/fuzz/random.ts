import { seeded } from '../../bench/seeded.ts'

/** Random choices: the same for the same seed, on every machine. */
export class Random {
  /** 0 ≤ x < 1. */
  readonly next: () => number

  constructor(seed: string) {
    // FNV-1a: seeds that differ in one character begin far apart
    let hash = 0x811c9dc5
    for (const byte of Buffer.from(seed)) hash = Math.imul(hash ^ byte, 0x01000193)
    this.next = seeded(hash)
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
