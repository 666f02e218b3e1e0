/** A span of time in numbers: how many tests, how busy the lanes were, what took longest. */

import { STATUSES, type Status } from '../../format/exported.ts'
import type { Model } from './model.ts'
import type { Span } from './pyramid.ts'
import { endOf, firstFrom, testAt } from './rows.ts'

export interface Summary {
  /** Tests that ran at some time of the span. */
  readonly tests: number
  readonly counts: Readonly<Record<Status, number>>
  /** Microseconds of the span that tests took, over all rows. */
  readonly busy: number
  /** Tests shorter than `shortest`. */
  readonly tooShort: number
  /** The longest, longest first. */
  readonly slowest: readonly number[]
}

/** `shortest`: microseconds below which a test is not told from its neighbours. */
export function summarize(
  { rows, tests }: Model,
  span: Span,
  matches: Uint8Array | null,
  shortest: number,
  most: number,
): Summary {
  const counts = STATUSES.map(() => 0)
  const slowest: number[] = []
  let [count, busy, tooShort] = [0, 0, 0]
  for (const row of rows) {
    const last = firstFrom(row, tests, span.to)
    for (let i = Math.max(0, firstFrom(row, tests, span.from) - 1); i < last; i++) {
      const test = testAt(row, i)
      if (matches !== null && matches[test] === 0) continue
      const [start, end] = [tests.start[test], endOf(tests, test)]
      if (end <= span.from && start < span.from) continue
      count += 1
      counts[tests.status[test]] += 1
      busy += Math.min(end, span.to) - Math.max(start, span.from)
      if (end - start < shortest) tooShort += 1
      keepLongest(slowest, test, tests.duration, most)
    }
  }
  const named = Object.fromEntries(STATUSES.map((status, i) => [status, counts[i]])) as Record<Status, number>
  return { tests: count, counts: named, busy, tooShort, slowest }
}

function keepLongest(slowest: number[], test: number, duration: Float64Array, most: number): void {
  const length = duration[test]
  if (!(length > 0) || (slowest.length === most && length <= duration[slowest[most - 1]])) return
  const place = slowest.findIndex((other) => duration[other] < length)
  slowest.splice(place < 0 ? slowest.length : place, 0, test)
  if (slowest.length > most) slowest.pop()
}
