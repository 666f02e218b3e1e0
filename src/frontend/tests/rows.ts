/**
 * The table's rows: the tests that pass, in an order. They are found as far as they are looked at, for of
 * what a letter in the search finds nobody sees more than a screen before the next letter.
 */

import type { Order } from '../search/order.ts'

interface Filter {
  /** Those without a value still come last. */
  readonly descending: boolean
  readonly passes: (test: number) => boolean
  /** How many pass. */
  readonly length: number
}

export class Rows {
  readonly length: number
  private readonly order: Order
  private readonly filter: Filter
  private readonly found: Uint32Array
  private known = 0
  /** The place in the order behind that of the last one known. */
  private next = 0

  constructor(order: Order, filter: Filter) {
    this.length = filter.length
    this.order = order
    this.filter = filter
    this.found = new Uint32Array(filter.length)
  }

  /** The test of a row that there is. */
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

  /** −1 for a test that is none of them. */
  indexOf(test: number): number {
    return this.filter.passes(test) ? this.all().indexOf(test) : -1
  }
}
