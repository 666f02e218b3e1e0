/**
 * The table's rows: tests that pass the filter, in order. They are searched only as far as they are viewed:
 * while a reader types, nobody sees more than a screen of the rows for each letter.
 */

import type { Order } from '../search/order.ts'

interface Filter {
  /** Tests without a value come last in either order. */
  readonly descending: boolean
  readonly passes: (test: number) => boolean
  /** Number of tests that pass. */
  readonly length: number
}

export class Rows {
  readonly length: number
  private readonly order: Order
  private readonly filter: Filter
  private readonly found: Uint32Array
  private known = 0
  /** Position in the order after the last test found. */
  private next = 0

  constructor(order: Order, filter: Filter) {
    this.length = filter.length
    this.order = order
    this.filter = filter
    this.found = new Uint32Array(filter.length)
  }

  /** The test in a row, which must be less than `length`. */
  at(row: number): number {
    const { found, filter } = this
    const { tests, known } = this.order
    while (this.known <= row && this.next < tests.length) {
      const place = this.next++
      const test = tests[filter.descending && place < known ? known - 1 - place : place]
      if (filter.passes(test)) found[this.known++] = test
    }
    return found[row]
  }

  all(): Uint32Array {
    if (this.length > 0) this.at(this.length - 1)
    return this.found
  }

  /** The test's row; −1 if it does not pass the filter. */
  indexOf(test: number): number {
    return this.filter.passes(test) ? this.all().indexOf(test) : -1
  }
}
