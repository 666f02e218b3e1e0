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
      lanes = await readLanes(join(data, entry.columns), BUCKETS)
    } catch (error) {
      log.debug(`the workers of ${entry.name}: ${messageOf(error)}`)
    }
    const series = machine === null || span === null ? null : machineSeries(machine, span, BUCKETS)
    overviews.push({ run, lanes, machine: series })
  }
  return overviews
}

/** Mean share of their time in which the workers ran a test, from 0 to 1; null if no lane has a test. */
export function busyShare(lanes: Lanes | null): number | null {
  const workers = lanes?.lanes.filter(({ tests }) => tests > 0) ?? []
  return workers.length === 0 ? null : workers.reduce((sum, { busy }) => sum + busy, 0) / workers.length
}
