/** Makes a report that would be too large smaller, by leaving out the output of tests. */

import type { LeftOut, Manifest } from '../format/report.ts'
import { LogChoice } from './choose-logs.ts'
import { type DetailsEntries, readDetailsEntries } from './details-entries.ts'
import type { FlushPoints } from './gzip-blocks.ts'
import { type FullRun, packIndex } from './page-runs.ts'
import { reducedLayout, writeReduced } from './reduced-details.ts'
import { type PageData, pageSize } from './report.ts'
import type { WrittenRun } from './run-export.ts'
import type { Staging } from './staging.ts'

/** Attempts at most; each compresses the kept output again. */
const TRIES = 6
/** Share of the estimated room that an attempt uses, so that few attempts come out too large. */
const CAUTION = 0.98
/** Share of the limit from which on a report is large enough, and no larger one is tried. */
const ENOUGH = 0.9

export interface Report {
  /** Path of the built page. */
  readonly page: string
  readonly blocks: PageData['blocks']
  readonly runs: readonly { readonly finished: WrittenRun; readonly full: FullRun }[]
  /** Makes the manifest, given what is left out of each run; null for nothing. */
  readonly manifest: (left: readonly (LeftOut | null)[]) => Manifest
  readonly staging: Staging
}

interface Fitted {
  readonly data: PageData
  /** Bytes of the page. */
  readonly size: number
  readonly left: readonly (LeftOut | null)[]
  /** Compressed bytes of the logs. */
  readonly logs: number
}

/** The report's data with all output or, if the page would exceed `limit` bytes, with less. */
export async function fitReport(report: Report, limit: number): Promise<Fitted> {
  const whole = await withOutput(
    report,
    report.runs.map(({ full }) => ({ ...full, size: full.layout.stored.size, left: null })),
  )
  if (whole.size <= limit) return whole
  return reduce(report, whole.size, limit)
}

/**
 * Searches for the most output that fits. The costs of values are estimates, which may be far off where logs
 * that compress well stand between others, so each attempt narrows the room for the next one.
 */
async function reduce(report: Report, size: number, limit: number): Promise<Fitted> {
  const runs = report.runs.map(({ full }) => ({
    points: full.layout.stored.points as FlushPoints,
    entries: readDetailsEntries(full.layout),
  }))
  const choice = new LogChoice(runs)
  const all = report.runs.reduce((sum, { full }) => sum + full.layout.stored.size, 0)
  let best: Try | null = null
  let tooMuch = Number.POSITIVE_INFINITY
  let room = allowedLogs(all, size, limit) * CAUTION
  for (let n = 0; n < TRIES; n++) {
    const kept = choice.keep(room)
    if (best !== null && areSame(kept, best.kept)) break
    const fitted = await without(report, runs, kept, n)
    const share = allowedLogs(fitted.logs, fitted.size, limit) / fitted.logs
    if (fitted.size <= limit) {
      if (best !== null) dropTry(report, best.n)
      best = { fitted, kept, room, n }
    } else {
      dropTry(report, n)
      tooMuch = room
    }
    if (fitted.size <= limit && fitted.size >= limit * ENOUGH) break
    room = between(best?.room ?? 0, room * share * CAUTION, tooMuch)
  }
  return best?.fitted ?? without(report, runs, choice.keep(0), TRIES)
}

interface Try {
  readonly fitted: Fitted
  readonly kept: readonly Uint8Array[]
  readonly room: number
  readonly n: number
}

/** Deletes an attempt's copies, which may be as large as all logs. */
function dropTry({ staging, runs }: Report, n: number): void {
  for (const { finished } of runs) for (const name of reducedNames(finished, n)) staging.drop(name)
}

/** Names of an attempt's copies of a run's details and of their index. */
const reducedNames = ({ files }: WrittenRun, n: number): [string, string] => [
  `${files.details}.reduced-${n}`,
  `${files.index}.reduced-${n}`,
]

/** Bytes that the logs may take if a page with `logs` bytes of them has `size`; base64 makes 4 of 3 bytes. */
const allowedLogs = (logs: number, size: number, limit: number): number => logs + ((limit - size) * 3) / 4

/** The proposal if it lies between the known bounds, otherwise the middle of these. */
const between = (low: number, proposal: number, high: number): number =>
  proposal > low && proposal < high ? proposal : (low + high) / 2

const areSame = (some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean =>
  some.every((kept, run) => Buffer.compare(kept, others[run]) === 0)

async function without(
  report: Report,
  runs: readonly { readonly points: FlushPoints; readonly entries: DetailsEntries }[],
  kept: readonly Uint8Array[],
  n: number,
): Promise<Fitted> {
  const reduced = []
  for (const [run, { points, entries }] of runs.entries()) {
    const { finished, full } = report.runs[run]
    reduced.push(await reduceRun(report.staging, finished, full, points, entries, kept[run], n))
  }
  return withOutput(report, reduced)
}

interface RunOutput {
  readonly index: string
  readonly logs: string
  /** Bytes of `logs`. */
  readonly size: number
  readonly left: LeftOut | null
}

async function reduceRun(
  staging: Staging,
  finished: WrittenRun,
  full: FullRun,
  points: FlushPoints,
  entries: DetailsEntries,
  kept: Uint8Array,
  n: number,
): Promise<RunOutput> {
  if (!kept.includes(0)) return { ...full, size: full.layout.stored.size, left: null }
  const [logs, indexPath] = reducedNames(finished, n).map((name) => staging.scratch(name))
  const stored = await writeReduced(logs, full.logs, points, entries, kept)
  const layout = reducedLayout(full.layout, entries, kept, stored, staging.lists)
  const index = await packIndex(layout, indexPath)
  return { index, logs, size: stored.size, left: leftOut(finished.files.details, entries, layout.left ?? []) }
}

function leftOut(
  file: string,
  { tests }: DetailsEntries,
  left: readonly (readonly [number, number])[],
): LeftOut {
  return {
    tests: left.filter(([n]) => n < tests).length,
    bytes: left.reduce((sum, [, length]) => sum + length, 0),
    file,
  }
}

async function withOutput(report: Report, runs: readonly RunOutput[]): Promise<Fitted> {
  const left = runs.map((run) => run.left)
  const data = { manifest: report.manifest(left), blocks: report.blocks, runs }
  const logs = runs.reduce((sum, { size }) => sum + size, 0)
  return { data, left, logs, size: await pageSize(report.page, data) }
}
