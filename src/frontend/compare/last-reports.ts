/** Fetches the last reports of a job, newest first, until the limit of bytes. */

import type { SiteRun } from '../../format/site.ts'
import type { DataError } from '../data/blocks.ts'
import { toDataError } from '../data/manifest.ts'
import type { ReportTests } from './report-tests.ts'
import { fetchReport } from './reports.ts'

/** Limit of the bytes that a page reads for a comparison. */
export const MOST_BYTES = 20e6
/** Upper estimate for one test in a compressed columns file. */
const BYTES_A_TEST = 13
/** Header and tables of one columns file, which do not depend on the number of tests. */
const BYTES_A_REPORT = 2000
const AT_ONCE = 4

export interface ReadReport {
  readonly run: SiteRun
  readonly tests: ReportTests
}

export interface LastReports {
  /** Oldest first, as given. */
  readonly read: readonly ReadReport[]
  readonly faults: readonly DataError[]
  /** How many reports were left out because of the limit. */
  readonly left: number
}

interface Options {
  /** Of the runs of each wanted report. */
  readonly labels: readonly (readonly string[])[]
  readonly signal: AbortSignal
  /** `read`: so far, oldest first; `done`: how many were tried, of all that will be. */
  readonly onRead?: (read: readonly ReadReport[], done: number, of: number) => void
}

/** `wanted`: oldest first. Rejects only if it is aborted. */
export async function fetchLast(
  wanted: readonly SiteRun[],
  { labels, signal, onRead }: Options,
): Promise<LastReports> {
  const fitting = withinLimit(wanted)
  const labelsOf = labels.slice(wanted.length - fitting.length)
  const budget = new Budget()
  const read: (ReadReport | null)[] = fitting.map(() => null)
  const faults: DataError[] = []
  const found = (): ReadReport[] => read.filter((one) => one !== null)
  let next = fitting.length - 1
  let done = 0
  const worker = async (): Promise<void> => {
    while (next >= 0 && !budget.isSpent) {
      const at = next--
      const run = fitting[at]
      try {
        read[at] = { run, tests: await fetchReport('', run, labelsOf[at], budget.fetchOptions(signal)) }
      } catch (error) {
        signal.throwIfAborted()
        if (!budget.isSpent) faults.push(toDataError(error))
      }
      onRead?.(found(), ++done, fitting.length)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return { read: found(), faults, left: wanted.length - found().length - faults.length }
}

/** The newest reports whose estimates add up to no more than the limit. */
function withinLimit(runs: readonly SiteRun[]): SiteRun[] {
  let bytes = 0
  const first = runs.findLastIndex(({ counts, columns }) => {
    bytes += counts.tests * BYTES_A_TEST + columns * BYTES_A_REPORT
    return bytes > MOST_BYTES
  })
  // the newest is always tried: its size is only an estimate
  return runs.slice(Math.min(first + 1, runs.length - 1))
}

/** Aborts all reading once the limit is exceeded. */
class Budget {
  private spent = 0
  private readonly stop = new AbortController()

  get isSpent(): boolean {
    return this.stop.signal.aborted
  }

  fetchOptions(signal: AbortSignal) {
    return {
      signal: AbortSignal.any([signal, this.stop.signal]),
      onBytes: this.onBytes,
    }
  }

  readonly onBytes = (bytes: number): void => {
    this.spent += bytes
    if (this.spent > MOST_BYTES) this.stop.abort()
  }
}
