import { isUncounted } from '../format/exported.ts'
import type { Conclusion } from '../format/report.ts'
import type { ConvertedRun, ConvertResult, Counts, Problem, Span } from './types.ts'

/** The conclusion, counts and duration over all runs, and whether results may be missing that no count has. */
export function summarize(
  runs: readonly ConvertedRun[],
  problems: readonly Problem[],
): Pick<ConvertResult, 'conclusion' | 'counts' | 'duration' | 'isPartial'> {
  const sum = (of: (counts: Counts) => number): number =>
    runs.reduce((total, run) => total + of(run.counts), 0)
  const missing = sum((counts) => counts.missing ?? 0)
  const counts: Counts = {
    tests: sum(({ tests }) => tests),
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    ...(missing > 0 && { missing }),
  }
  const isPartial =
    runs.some(({ entry }) => entry.warnings?.some(isUncounted)) ||
    problems.some(({ kind }) => kind === 'tests')
  return { conclusion: conclude(runs, counts, isPartial), counts, duration: wallTime(runs), isPartial }
}

/**
 * A failed test, lost data or an unreadable test input is a failure; a problem with a dstat log is not. A run without a
 * test is no success, whatever the others are: its worker may have died at once.
 */
function conclude(
  runs: readonly ConvertedRun[],
  { tests, failed, missing = 0 }: Counts,
  isPartial: boolean,
): Conclusion {
  if (failed > 0 || missing > 0 || isPartial) return 'failure'
  return tests === 0 || runs.some(({ counts }) => counts.tests === 0) ? 'neutral' : 'success'
}

function wallTime(runs: readonly ConvertedRun[]): number | null {
  const spans = runs.flatMap(({ span }) => span ?? [])
  return spans.length === 0
    ? null
    : durationOf({
        start: Math.min(...spans.map(({ start }) => start)),
        end: Math.max(...spans.map(({ end }) => end)),
      })
}

/** The span's length in seconds. */
export const durationOf = ({ start, end }: Span): number => (end - start) / 1e6
