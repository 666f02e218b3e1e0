/** Compares the open report with another. Each comparison is kept, and retried on demand if it failed. */

import type { SiteRun } from '../../format/site.ts'
import { type Comparison, compareReports, type Difference } from '../compare/compare.ts'
import { UNKNOWN } from '../compare/noise.ts'
import { comparePaces, type Paces } from '../compare/pace.ts'
import type { ReportTests } from '../compare/report-tests.ts'
import { fetchReport, ownReport } from '../compare/reports.ts'
import { labelRuns } from '../compare/run-labels.ts'
import { once } from '../data/once.ts'
import type { Tests } from '../data/tests.ts'
import { ROOT } from './neighbours.ts'

export interface Changes {
  readonly before: ReportTests
  readonly after: ReportTests
  readonly comparison: Comparison
  readonly paces: Paces<Difference>
}

const known = new Map<string, Promise<Changes>>()

/** `own`: the open report, `tests` its tests. Rejects with a DataError. */
export function readChanges(tests: Tests, own: SiteRun, before: SiteRun): Promise<Changes> {
  return once(known, before.path, () => {
    const changes = compareWith(tests, own, before)
    changes.catch(() => known.delete(before.path))
    return changes
  })
}

async function compareWith(tests: Tests, own: SiteRun, run: SiteRun): Promise<Changes> {
  const [labels, ownLabels] = labelRuns([run, own])
  const before = await fetchReport(ROOT, run, labels, {})
  const after = ownReport(tests, ownLabels)
  // how much each test's time varies is known from twenty reports; only the site's own comparison reads them
  const paces = comparePaces(before, after, () => UNKNOWN)
  return { before, after, comparison: compareReports(before, after), paces }
}
