import type { EntryFacts, Listed } from '../export/config.ts'
import { readNumbers } from '../export/details-entries.ts'
import type { FinishedRun } from '../export/run-export.ts'
import {
  FAILURE_STATUSES,
  missingIn,
  STATUSES,
  type StatsSkip,
  type Status,
  type Warning,
} from '../format/exported.ts'
import { withUnended } from './broken-first.ts'
import type { Machines } from './machines.ts'
import type { ExportedRun } from './runs.ts'
import { addUp } from './skip-reasons.ts'
import { durationOf } from './summarize.ts'
import type { ConvertedRun, Counts, Failure, SkipReason } from './types.ts'

/** The entries of `config.json`, one per run. */
export function listRuns(runs: readonly ExportedRun[], machines: Machines): Listed[] {
  return runs.map(({ input, files, run: { stats }, warnings }, id) => {
    const log = machines.ofRun[id]
    const entry: EntryFacts = {
      id,
      name: input.title,
      raw: files.raw,
      details: files.details,
      index: files.index,
      columns: files.columns,
      tree: files.tree,
      ...(log === null ? {} : { dstat: machines.logs[log].file }),
      ...(warnings.length === 0 ? {} : { warnings }),
    }
    const artifactName = input.siblings > 1 ? `${input.source}-${input.id}` : input.source
    return { entry, stats, statsFile: files.stats, artifactName }
  })
}

/** The result of each run for the caller of the pipeline. */
export function convertedRuns(
  runs: readonly ExportedRun[],
  listed: readonly Listed[],
  { logs, ofRun }: Machines,
  withSkips: boolean,
): ConvertedRun[] {
  return runs.map(({ run, warnings }, i) => ({
    entry: listed[i].entry,
    totals: run.stats.totals,
    failures: failuresOf(run),
    skips: withSkips ? addUp(reasonsOf(run.stats.skips.elements())) : [],
    counts: { ...countTests(run.counts), ...missingOf(warnings) },
    span: run.span,
    duration: run.span === null ? null : durationOf(run.span),
    slowest: run.slowest,
    machine: logs[ofRun[i] ?? -1]?.log ?? null,
  }))
}

function failuresOf({ stats, layout }: FinishedRun): readonly Failure[] {
  if (stats.firstFailures.length === 0) return []
  const codes = readNumbers(layout.statuses, new Uint8Array(layout.tests))
  const failed = codes.filter((code) => FAILURE_STATUSES.has(STATUSES[code]))
  const statuses = Array.from(failed, (code) => STATUSES[code])
  return withUnended(stats.firstFailures, stats.failures, statuses)
}

function missingOf(warnings: readonly Warning[]): Pick<Counts, 'missing'> {
  const missing = missingIn(warnings)
  return missing > 0 ? { missing } : {}
}

function* reasonsOf(skips: Iterable<unknown>): Generator<SkipReason> {
  for (const skip of skips) yield { reason: (skip as StatsSkip).details, tests: 1 }
}

/** Sums up the number of tests per status, in the order of STATUSES. */
export function countTests(counts: readonly number[]): ConvertedRun['counts'] {
  const sum = (isMeant: (status: Status) => boolean): number =>
    counts.reduce((total, count, i) => (isMeant(STATUSES[i]) ? total + count : total), 0)
  const tests = sum(() => true)
  const failed = sum((status) => FAILURE_STATUSES.has(status))
  const skipped = sum((status) => status === 'skip')
  return { tests, passed: tests - failed - skipped, failed, skipped }
}
