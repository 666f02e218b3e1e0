/** Reports as the comparison sees them, from single executions. */

import { type ReportTests, readReportTests } from '../../../src/frontend/compare/report-tests.ts'
import { fillDrawn, openDrawn, openNamed } from '../../../src/frontend/data/columns.ts'
import { readNames } from '../../../src/frontend/data/names.ts'
import { type ColumnTest, writeColumnParts } from '../../helpers/columns-writer.ts'

/** `tests`: the results of the only run, in raw order; without a start, each begins a second after the one before. */
export const reportOf = (tests: readonly ColumnTest[]): ReportTests => reportOfRuns([''], tests)

/** `labels`, `runs`: of each run, its label and its results in raw order. */
export const reportOfRuns = (
  labels: readonly string[],
  ...runs: readonly (readonly ColumnTest[])[]
): ReportTests =>
  readReportTests(
    runs.map((tests) => {
      const { header, drawn, named } = writeColumnParts(oneAfterAnother(tests))
      const block = openDrawn(drawn)
      const arrays = {
        status: new Uint8Array(header.count),
        start: new Float64Array(header.count),
        duration: new Float64Array(header.count),
      }
      fillDrawn(block, arrays, 0)
      return { ...arrays, names: readNames(header, openNamed(header, named)) }
    }),
    labels,
  )

function oneAfterAnother(tests: readonly ColumnTest[]): ColumnTest[] {
  let end = 0
  return tests.map((test) => {
    const { start = end + 1e6, duration = 1 } = test
    end = (start ?? end) + (duration ?? 0)
    return { ...test, start, duration }
  })
}

/** A test that took that many seconds. */
export const took = (
  name: string,
  seconds: number,
  status: ColumnTest['status'] = 'success',
): ColumnTest => ({
  name,
  status,
  duration: Math.round(seconds * 1e6),
})

/** Enough tests of unchanged times to know that times do not vary. */
export const STEADY = Array.from({ length: 20 }, (_, n) => took(`steady ${n}`, 1))
