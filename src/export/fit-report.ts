/** Makes a report that would be too large smaller, by leaving tests' output out of it. */

import type { LeftOut, Manifest } from '../format/report.ts'
import { LogChoice } from './choose-logs.ts'
import { type DetailsEntries, readDetailsEntries } from './details-entries.ts'
import type { FlushPoints } from './gzip-blocks.ts'
import { type FinishedRun, type FullRun, packIndex } from './page-runs.ts'
import { reducedLayout, writeReduced } from './reduced-details.ts'
import { type PageData, pageSize } from './report.ts'
import type { Staging } from './staging.ts'

/** A try compresses what it keeps anew. */
const TRIES = 6
/** Of what a try may take by the estimate, so that few are too large. */
const CAUTION = 0.98
/** Of the limit: a report that fills it so far is not tried to be made larger. */
const ENOUGH = 0.9

export interface Report {
  /** The built page. */
  readonly page: string
  readonly blocks: PageData['blocks']
  readonly runs: readonly { readonly finished: FinishedRun; readonly full: FullRun }[]
  /** The manifest, with what is left out of each run. */
  readonly manifest: (left: readonly (LeftOut | null)[]) => Manifest
  readonly staging: Staging
}

interface Fitted {
  readonly data: PageData
  /** Bytes of the page. */
  readonly size: number
  readonly left: readonly (LeftOut | null)[]
  /** Bytes of its logs, compressed. */
  readonly logs: number
}

/** The report's data with all output, or, where the page would have more than `limit` bytes, with less. */
export async function fitReport(report: Report, limit: number): Promise<Fitted> {
  const whole = await withOutput(
    report,
    report.runs.map(({ full }) => ({ ...full, size: full.layout.stored.size, left: null })),
  )
  if (whole.size <= limit) return whole
  return reduce(report, whole.size, limit)
}

/**
 * Costs are estimates: where logs that compress well stand between others, they may be far off. So a try
 * tells what the next one may keep, between what was too little and what was too much.
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

/** A try's copies may be as large as all logs. */
function dropTry({ staging, runs }: Report, n: number): void {
  for (const { finished } of runs) for (const name of reducedNames(finished, n)) staging.drop(name)
}

/** Of a try the names of the copies of a run's details and their index. */
const reducedNames = ({ files }: FinishedRun, n: number): [string, string] => [
  `${files.details}.reduced-${n}`,
  `${files.index}.reduced-${n}`,
]

/** Bytes that the logs may have of a page that has `size` bytes with `logs`: base64 makes four of three. */
const allowedLogs = (logs: number, size: number, limit: number): number => logs + ((limit - size) * 3) / 4

/** The proposal, where it is between what is known, else what is halfway. */
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
  finished: FinishedRun,
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
