/** A run in so few numbers that they fit into a line of text. */

import { join } from 'node:path'
import { type Lanes, readLanes } from '../convert/lanes.ts'
import { type MachineSeries, machineSeries } from '../convert/machine-series.ts'
import type { ConvertedRun, ConvertResult } from '../convert/types.ts'
import { messageOf } from './error-text.ts'
import * as log from './log.ts'

export interface Overview {
  readonly run: ConvertedRun
  /** null if no test has times, or if the columns could not be read. */
  readonly lanes: Lanes | null
  /** null without a log, or if the log does not cover the run's time. */
  readonly machine: MachineSeries | null
}

/** Characters per row. */
const BUCKETS = 60

/** Most runs that get an overview; the report has all. */
const MOST_RUNS = 200

/** One per run, in order, for the first MOST_RUNS. Columns that cannot be read are no reason to fail. */
export async function readOverviews({
  runs,
  data,
}: Pick<ConvertResult, 'runs' | 'data'>): Promise<Overview[]> {
  const overviews: Overview[] = []
  for (const run of runs.slice(0, MOST_RUNS)) {
    const { entry, machine, span } = run
    let lanes: Lanes | null = null
    try {
      if (span !== null) lanes = await readLanes(join(data, entry.columns), BUCKETS, span)
    } catch (error) {
      log.debug(`the workers of ${entry.name}: ${messageOf(error)}`)
    }
    const series = machine === null || span === null ? null : machineSeries(machine, span, BUCKETS)
    overviews.push({ run, lanes, machine: series })
  }
  return overviews
}

/**
 * Mean share of the run's time in which its workers ran a test, from 0 to 1; without workers, in which any test ran.
 * Null if no test that ended took time, or if the run took none.
 */
export function busyShare(lanes: Lanes | null): number | null {
  if (lanes === null || lanes.end <= lanes.start) return null
  const used = lanes.lanes.filter(({ tests }) => tests > 0)
  const workers = used.filter(({ worker }) => worker !== null)
  const counted = workers.length === 0 ? used : workers
  const sum = counted.reduce((all, { busy }) => all + busy, 0)
  // tests that all took no time do not tell
  return sum === 0 ? null : sum / counted.length
}
