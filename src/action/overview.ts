/** What a run was like, in so few numbers that a line of text has room for them. */

import { join } from 'node:path'
import { type Lanes, readLanes } from '../convert/lanes.ts'
import { type MachineSeries, machineSeries } from '../convert/machine-series.ts'
import type { ConvertedRun, ConvertResult } from '../convert.ts'
import { messageOf } from './error-text.ts'
import * as log from './log.ts'

export interface Overview {
  readonly run: ConvertedRun
  /** null where no test has times. */
  readonly lanes: Lanes | null
  /** null without a log, and where it says nothing about the run's time. */
  readonly machine: MachineSeries | null
}

/** Letters of a row. */
const BUCKETS = 60

/** Who has more looks at the report. */
const MOST_RUNS = 200

/** One a run, in their order. A picture that cannot be drawn is no reason to fail. */
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

/** Share of their time in which the workers ran a test, from 0 to 1; null without lanes. */
export function busyShare(lanes: Lanes | null): number | null {
  const workers = lanes?.lanes.filter(({ tests }) => tests > 0) ?? []
  return workers.length === 0 ? null : workers.reduce((sum, { busy }) => sum + busy, 0) / workers.length
}
