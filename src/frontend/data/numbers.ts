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
    let [low, high] = [-1, this.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.at[middle] <= limit) low = middle
      else high = middle - 1
    }
    return low
  }
}
