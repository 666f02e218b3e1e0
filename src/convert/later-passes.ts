/** Finds failed tests that passed later in the run: `stestr run --failing --combine`, `pytest --reruns`. */

import { join } from 'node:path'
import type { RawTest } from '../format/exported.ts'
import { readBatches } from './reread/lines.ts'
import type { ConvertedRun, Failure } from './types.ts'

export async function withLaterPasses(data: string, runs: readonly ConvertedRun[]): Promise<ConvertedRun[]> {
  const told: ConvertedRun[] = []
  for (const run of runs) {
    // the export is complete without this
    const failures = await failuresOf(data, run).catch(() => run.failures)
    told.push({ ...run, failures })
  }
  return told
}

async function failuresOf(
  data: string,
  { entry, counts, failures }: ConvertedRun,
): Promise<readonly Failure[]> {
  if (failures.length === 0 || counts.passed === 0) return failures
  const tests = new Map(
    failures.map(({ name }) => [JSON.stringify(name), { attempt: 0, end: '', passed: false }]),
  )
  for await (const lines of readBatches(join(data, entry.raw), {}))
    for (const line of lines) {
      // the name ends at the first `","`: quotation marks inside it are escaped
      const name = line.slice('{"name":'.length, line.indexOf('","', '{"name":"'.length) + 1)
      const known = tests.get(name)
      if (known === undefined) continue
      const { status, duration, timestamps } = JSON.parse(line) as RawTest
      // as in frontend/data/attempts.ts; timestamps sort as texts
      const [start, end] = timestamps
      if (known.attempt === 0 || (duration !== 0 && !(start !== null && start < known.end))) {
        known.attempt += 1
        known.passed = true
      }
      known.passed &&= status === 'success'
      if (end !== null && end > known.end) known.end = end
    }
  return failures.map((failure) => {
    const known = tests.get(JSON.stringify(failure.name))
    return known?.passed ? { ...failure, passedIn: known.attempt } : failure
  })
}
