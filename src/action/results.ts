/** `results.json`: what scripts want to know about a report. docs/results.md describes it. */

import { readFileSync, writeFileSync } from 'node:fs'
import type { ConvertedRun, ConvertResult } from '../convert/types.ts'
import type { Warning } from '../format/exported.ts'
import type { Conclusion } from '../format/report.ts'
import type { Maker } from './maker.ts'
import { busyShare, type Overview } from './overview.ts'
import { ownFileSize } from './own-file.ts'
import { withoutSecrets } from './own-secrets.ts'

/** Readers refuse a higher version. A new field that they can ignore does not raise it. */
export const RESULTS_VERSION = 1

/** Most entries of each list; `counts` has the totals. */
const MOST_FAILURES = 1000
const MOST_REASONS = 100

/** Which step made the report, and from what. */
export interface Origin extends Maker {
  /** Names of the data artifacts that the report is made of, if of nothing else; else empty. */
  readonly artifacts: readonly string[]
}

interface Results extends Origin {
  readonly version: number
  readonly conclusion: Conclusion
  readonly counts: ConvertResult['counts']
  /** Seconds from the first start to the last end; null if no test has times. */
  readonly duration: number | null
  readonly runs: readonly RunResults[]
  /** Inputs that could not be read. */
  readonly problems: ConvertResult['problems']
}

interface RunResults {
  readonly id: number
  readonly name: string
  readonly counts: ConvertedRun['counts']
  readonly start: string | null
  readonly end: string | null
  readonly duration: number | null
  readonly failures: ConvertedRun['failures']
  readonly slowest: ConvertedRun['slowest']
  readonly skips: readonly { readonly reason: string | null; readonly tests: number }[]
  readonly workers: {
    /** Share of their time in which the workers ran a test, from 0 to 1; null if unknown. */
    readonly busy: number | null
    readonly each: readonly {
      readonly worker: number | null
      readonly tests: number
      readonly failed: number
      readonly busy: number
    }[]
  }
  readonly machine: {
    /** Percent. */
    readonly cpu: { readonly mean: number; readonly max: number } | null
    /** Bytes. */
    readonly memory: { readonly mean: number; readonly max: number } | null
  } | null
  readonly warnings: readonly Warning[]
}

/**
 * Returns a check to be made before the files there are sent: it throws if they are not this step's any more, as jobs
 * that run at the same time on one machine may have one `output`.
 */
export function writeResults(
  path: string,
  origin: Origin,
  result: ConvertResult,
  overviews: readonly Overview[],
): () => void {
  const text = withoutSecrets(`${JSON.stringify(buildResults(origin, result, overviews), null, 1)}\n`)
  writeFileSync(path, text)
  return () => {
    ownFileSize(path)
    if (readFileSync(path, 'utf8') !== text)
      throw new Error(
        `${path} is another step's now: steps that run at the same time need an \`output\` each`,
      )
  }
}

function buildResults(origin: Origin, result: ConvertResult, overviews: readonly Overview[]): Results {
  const { conclusion, counts, duration, problems, runs } = result
  return {
    version: RESULTS_VERSION,
    ...origin,
    conclusion,
    counts,
    duration,
    runs: runs.map((run, i) => buildRun(run, overviews[i])),
    problems,
  }
}

function buildRun(run: ConvertedRun, overview: Overview | undefined): RunResults {
  const { entry, totals, failures, counts, duration, slowest } = run
  const { lanes = null, machine = null } = overview ?? {}
  const known = lanes?.lanes ?? []
  return {
    id: entry.id,
    name: entry.name,
    counts,
    start: totals.start,
    end: totals.end,
    duration,
    failures: failures.slice(0, MOST_FAILURES),
    slowest,
    skips: run.skips.slice(0, MOST_REASONS),
    workers: {
      busy: shareText(busyShare(lanes)),
      each: known.map(({ worker, tests, failed, busy }) => ({
        worker,
        tests,
        failed,
        busy: rounded(busy, 1000),
      })),
    },
    machine: machine === null ? null : { cpu: series(machine.cpu, 10), memory: series(machine.memory, 1) },
    warnings: entry.warnings ?? [],
  }
}

const shareText = (share: number | null): number | null => (share === null ? null : rounded(share, 1000))

const series = (values: { mean: number; max: number } | null, precision: number) =>
  values === null ? null : { mean: rounded(values.mean, precision), max: rounded(values.max, precision) }

const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts
