import type { ConvertedRun } from '../convert.ts'
import type { Listed } from '../export/config.ts'
import type { RunTable } from '../export/run-table.ts'
import { type ConfigEntry, FAILURE_STATUSES } from '../format/exported.ts'
import type { Machines } from './machines.ts'
import type { ExportedRun } from './runs.ts'
import { durationOf } from './summarize.ts'

const SLOWEST = 10

/** What `config.json` lists of each run. */
export function listRuns(runs: readonly ExportedRun[], machines: Machines): Listed[] {
  return runs.map(({ input, files, stats, warnings }, id) => {
    const log = machines.ofRun[id]
    const entry: ConfigEntry = {
      id,
      name: input.title,
      raw: files.raw,
      details: files.details,
      index: files.index,
      tree: files.tree,
      stats,
      ...(log === null ? {} : { dstat: machines.logs[log].file }),
      ...(warnings.length === 0 ? {} : { warnings }),
    }
    const artifactName = input.siblings > 1 ? `${input.source}-${input.id}` : input.source
    return { entry, stats: files.stats, artifactName }
  })
}

/** What a person wants to know of each run. */
export function convertedRuns(runs: readonly ExportedRun[], listed: readonly Listed[]): ConvertedRun[] {
  return runs.map((run, i) => ({
    entry: listed[i].entry,
    counts: countTests(run.export.table),
    span: run.export.span,
    duration: run.export.span === null ? null : durationOf(run.export.span),
    slowest: slowest(run.export.table),
  }))
}

function countTests(table: RunTable): ConvertedRun['counts'] {
  let [failed, skipped] = [0, 0]
  for (let n = 0; n < table.count; n++) {
    const status = table.status(n)
    if (FAILURE_STATUSES.has(status)) failed++
    else if (status === 'skip') skipped++
  }
  return { tests: table.count, passed: table.count - failed - skipped, failed, skipped }
}

/** The longest tests, longest first. */
function slowest(table: RunTable): ConvertedRun['slowest'] {
  const top: { n: number; micros: number }[] = []
  for (let n = 0; n < table.count; n++) {
    const [start, end] = [table.start(n), table.end(n)]
    if (start === null || end === null) continue
    const micros = end - start
    if (top.length === SLOWEST && micros <= top[SLOWEST - 1].micros) continue
    const at = top.findIndex((other) => other.micros < micros)
    top.splice(at < 0 ? top.length : at, 0, { n, micros })
    top.length = Math.min(top.length, SLOWEST)
  }
  return top.map(({ n, micros }) => ({ name: table.names[n], duration: micros / 1e6 }))
}
