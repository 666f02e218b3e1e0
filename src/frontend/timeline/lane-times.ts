/** Where each worker's time went during a span. */

import type { Span } from '../data/span.ts'
import type { Tests } from '../data/tests.ts'
import { type GapTimes, gapTimes } from './gaps.ts'
import { type Model, wholeOfRun } from './model.ts'
import { isWholeLane } from './rows.ts'
import type { Summary } from './summary.ts'

export interface LaneTimes extends GapTimes {
  /** Index into the tests' lanes. */
  readonly lane: number
  /** Tests that match the filter, as in the summary. */
  tests: number
  busy: number
}

/** In a lane of several rows one row's gap may be another row's test. */
const UNKNOWN: GapTimes = { within: Number.NaN, between: Number.NaN, start: Number.NaN, end: Number.NaN }

/** For each lane, unless its run is out of view; the times of gaps are NaN where they are unknown. */
export function* laneTimes(
  model: Model,
  tests: Tests,
  span: Span,
  summary: Summary,
): Generator<undefined, LaneTimes[]> {
  const found: LaneTimes[] = []
  for (const row of model.rows) {
    const own = summary.rows.get(row) ?? { tests: 0, busy: 0 }
    const last = found.at(-1)
    if (last?.lane === row.lane) {
      last.tests += own.tests
      last.busy += own.busy
      continue
    }
    const whole = wholeOfRun(model, row)
    if (own.tests === 0 && (whole.to <= span.from || whole.from >= span.to)) continue
    const gaps = isWholeLane(row) ? yield* gapTimes(tests, row, whole, span) : UNKNOWN
    found.push({ ...gaps, ...own, lane: row.lane })
  }
  return found
}
