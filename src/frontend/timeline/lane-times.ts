/** Where each worker's time went during a span. */

import type { Tests } from '../data/tests.ts'
import { type GapTimes, gapTimes } from './gaps.ts'
import { type Model, wholeOfRun } from './model.ts'
import type { Span } from './pyramid.ts'
import type { Summary } from './summary.ts'

export interface LaneTimes extends GapTimes {
  /** Index into the tests' lanes. */
  readonly lane: number
  /** Tests that match the filter, as in the summary. */
  readonly tests: number
  readonly busy: number
}

/** For lanes of one row only: in a lane of several, one row's gap may be another row's test. */
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
