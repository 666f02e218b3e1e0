/** Unsigned 32-bit numbers in a typed array that grows: a million lines without a million boxed numbers. */
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

  /** Index of the last value at most `limit`; −1 if there is none. The values must ascend. */
  lastAtMost(limit: number): number {
    return lastOf(this.length, (index) => this.at[index] <= limit)
  }
}

/** Binary search for the last index that `holds`; −1 if none does. None may hold after one that does not. */
export function lastOf(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [-1, count - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}
