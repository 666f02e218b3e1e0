/** Reports as the comparison sees them, from single executions. */

import { type ReportTests, readReportTests } from '../../../src/frontend/compare/report-tests.ts'
import { fillDrawn, openDrawn, openNamed } from '../../../src/frontend/data/columns.ts'
import { readNames } from '../../../src/frontend/data/names.ts'
import { type ColumnTest, writeColumnParts } from '../../helpers/columns-writer.ts'

/** `runs`: the results of each run, in raw order; without a start, each begins when the one before has ended. */
export const reportOf = (...runs: readonly (readonly ColumnTest[])[]): ReportTests =>
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
  )

function oneAfterAnother(tests: readonly ColumnTest[]): ColumnTest[] {
  let end = 0
  return tests.map((test) => {
    const { start = end, duration = 1 } = test
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
