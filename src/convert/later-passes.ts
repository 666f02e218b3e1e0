/** Finds failed tests that were executed again in the run, by `stestr run --failing --combine` or `pytest --reruns`. */

import { join } from 'node:path'
import type { ConvertedRun } from '../convert.ts'
import { FAILURE_STATUSES, type RawTest, type StatsFailure } from '../format/exported.ts'
import { readBatches } from './reread/lines.ts'

/** Number, from 1, of the test's last execution, if that passed. */
export interface Failure extends StatsFailure {
  readonly passedIn?: number
  /** Number of this execution of the test, from 1; absent if it was executed once, as far as executions took time. */
  readonly attempt?: number
}

export async function withLaterPasses(data: string, runs: readonly ConvertedRun[]): Promise<ConvertedRun[]> {
  const told: ConvertedRun[] = []
  for (const run of runs) {
    // the export is complete without this
    const failures = await failuresOf(data, run).catch(() => run.failures)
    told.push({ ...run, failures })
  }
  return told
}

async function failuresOf(data: string, { entry, failures }: ConvertedRun): Promise<readonly Failure[]> {
  if (failures.length === 0) return failures
  const executions = new Map(
    failures.map(({ name }) => [JSON.stringify(name), { times: 0, timed: 0, passed: false, failed: [] as number[] }]),
  )
  for await (const lines of readBatches(join(data, entry.raw), {}))
    for (const line of lines) {
      // the name ends at the first `","`: quotation marks inside it are escaped
      const name = line.slice('{"name":'.length, line.indexOf('","', '{"name":"'.length) + 1)
      const known = executions.get(name)
      if (known === undefined) continue
      const { status, duration } = JSON.parse(line) as RawTest
      known.times += 1
      if (duration !== 0) known.timed += 1
      // pytest-subunit reports a success of no duration at the end of a test whose fixture failed
      if (FAILURE_STATUSES.has(status)) known.failed.push(known.times)
      known.passed = status === 'success' && duration !== 0
    }
  return failures.map((failure) => {
    const known = executions.get(JSON.stringify(failure.name))
    if (known === undefined || known.times < 2) return failure
    // both are in the order of raw
    const attempt = known.failed.shift()
    return {
      ...failure,
      // a second failure of no time is of the same execution: its clean-up failed too
      ...(attempt !== undefined && known.timed > 1 && failure.duration !== 0 && { attempt }),
      ...(known.passed && { passedIn: known.times }),
    }
  })
}
