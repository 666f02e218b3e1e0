/** Where each worker's time went in a span. */

import type { Tests } from '../data/tests.ts'
import { type GapTimes, gapTimes } from './gaps.ts'
import { type Model, wholeOfRun } from './model.ts'
import type { Span } from './pyramid.ts'
import type { Summary } from './summary.ts'

export interface LaneTimes extends GapTimes {
  /** Index into the tests' lanes. */
  readonly lane: number
  /** Of the tests that the filter wants, as in the summary. */
  readonly tests: number
  readonly busy: number
}

/** Of lanes of one row, since others have no gaps of their own. */
export function* laneTimes(
  model: Model,
  tests: Tests,
  span: Span,
  summary: Summary,
): Generator<undefined, LaneTimes[]> {
  const found: LaneTimes[] = []
  for (const row of model.rows) {
    const { first, end } = tests.lanes[row.lane]
    if (row.count < end - first) continue
    const gaps = yield* gapTimes(tests, row, wholeOfRun(model, row), span)
    const own = summary.rows.get(row) ?? { tests: 0, busy: 0 }
    found.push({ ...gaps, ...own, lane: row.lane })
  }
  return found
}
