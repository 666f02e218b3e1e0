/** Numbers in a typed array that doubles: a million lines are no million boxed numbers. */
export class Numbers {
  at = new Uint32Array(16)
  length = 0

  push(value: number): void {
    if (this.length === this.at.length) {
      const twice = new Uint32Array(this.length * 2)
      twice.set(this.at)
      this.at = twice
    }
    this.at[this.length++] = value
  }

  /** Index of the last value that is not above the limit, of ascending ones; −1 where there is none. */
  lastAtMost(limit: number): number {
    return lastOf(this.length, (index) => this.at[index] <= limit)
  }
}

/** The last of so many for which it holds, of which it holds up to some; −1 where there is none. */
export function lastOf(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [-1, count - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}
