/** Bytes that several inputs may have together: each may be within its own limit, and all of them fill the disk. */
export class Budget {
  readonly limit: number
  private left: number

  constructor(limit: number) {
    this.limit = limit
    this.left = limit
  }

  /** Takes some of it; false if there was not so much left. */
  take(bytes: number): boolean {
    this.left -= bytes
    return this.left >= 0
  }

  /** Runs `work`; if it fails, what it took is there again for the others. */
  async orGiveBack<T>(work: () => Promise<T>): Promise<T> {
    const { left } = this
    try {
      return await work()
    } catch (error) {
      this.left = left
      throw error
    }
  }
}
