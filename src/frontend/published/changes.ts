/** Compares the open report with another. Each comparison is kept, and retried on demand if it failed. */

import type { SiteRun } from '../../format/site.ts'
import { type Comparison, compareReports } from '../compare/compare.ts'
import type { ReportTests } from '../compare/report-tests.ts'
import { fetchLabels, fetchReport, ownReport } from '../compare/reports.ts'
import { opening } from '../data/report.ts'
import type { Tests } from '../data/tests.ts'
import { ROOT } from './neighbours.ts'

export interface Changes {
  readonly before: ReportTests
  readonly after: ReportTests
  readonly comparison: Comparison
}

const known = new Map<string, Promise<Changes>>()

/** Rejects with a DataError. */
export function readChanges(tests: Tests, before: SiteRun): Promise<Changes> {
  let changes = known.get(before.path)
  if (changes === undefined) {
    changes = compareWith(tests, before)
    known.set(before.path, changes)
    changes.catch(() => known.delete(before.path))
  }
  return changes
}

async function compareWith(tests: Tests, run: SiteRun): Promise<Changes> {
  const [labels, ownLabels] = await fetchLabels(ROOT, [run], {}, [ownTitles()])
  const before = await fetchReport(ROOT, run, labels, {})
  const after = ownReport(tests, ownLabels)
  // the spread of a test's times needs twenty reports; only the site's own comparison reads them
  return { before, after, comparison: compareReports(before, after, () => 0) }
}

const ownTitles = (): string[] =>
  opening.value.state === 'open' ? opening.value.manifest.runs.map(({ entry }) => entry.name) : []
