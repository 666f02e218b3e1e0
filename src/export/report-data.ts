/** The blocks that all pages of an export share: tests, reasons of failures and skips, and machines. */

import {
  type FoundReasons,
  lanesId,
  type MachineColumns,
  machineId,
  namesId,
  REPORT_VERSION,
  statsListsId,
} from '../format/report.ts'
import { copyPart, sizeOf, writeBlock, writeBlockOfFile, writeBlockOfPart } from './blocks.ts'
import { writeJson } from './json.ts'
import { type OutputFile, writeOutput } from './output-file.ts'
import type { WrittenRun } from './run-export.ts'
import type { Staging } from './staging.ts'
import type { RunStats } from './stats.ts'

/** Paths of files with blocks, in the form in which a page embeds them. */
export interface SharedBlocks {
  /** The part of each run's columns that drawing needs. */
  readonly lanes: string
  /** The other part of each run's columns, its failures and skips, and the machines. */
  readonly others: string
}

/** Writes the blocks. `found`: one per run. A published page loads its columns from files beside it, so it gets none here. */
export async function writeSharedBlocks(
  staging: Staging,
  runs: readonly WrittenRun[],
  found: readonly FoundReasons[],
  machines: readonly MachineColumns[],
  kind: 'page' | 'published' = 'page',
): Promise<SharedBlocks> {
  const blocks = { lanes: staging.scratch(`${kind}.lanes`), others: staging.scratch(`${kind}.others`) }
  const columns = kind === 'page' ? [...runs.entries()] : []
  await writeOutput(blocks.lanes, false, async (out) => {
    for (const [n, run] of columns) await writePart(out, lanesId(n), run, 0, staging)
  })
  await writeOutput(blocks.others, false, async (out) => {
    for (const [n, run] of columns) await writePart(out, namesId(n), run, 1, staging)
    for (const [n, { run }] of runs.entries())
      await writeStatsLists(out, statsListsId(n), run.stats, found[n], staging.scratch(`${kind}.told-${n}`))
    for (const [log, machine] of machines.entries()) await writeBlock(out, machineId(log), machine)
  })
  return blocks
}

/** Writes a block with one of the two parts of a run's columns, compressed if the exported file is not. */
async function writePart(
  out: OutputFile,
  id: string,
  { files, run }: WrittenRun,
  which: 0 | 1,
  staging: Staging,
): Promise<void> {
  const path = staging.finished(files.columns)
  const part = run.columns.parts?.[which]
  if (part === undefined) throw new Error(`${files.columns}: its two parts are not known`)
  if (part.end !== null) return writeBlockOfPart(out, id, path, part, part.end)
  const copy = staging.scratch(`${id}.gz`)
  const { size } = await writeOutput(copy, true, (to) => copyPart(to, path, part.from, part.to))
  await writeBlockOfFile(out, id, copy, 0, size)
}

/** Writes the block of StatsLists; `path` is a scratch file for its compressed JSON. */
async function writeStatsLists(
  out: OutputFile,
  id: string,
  { failures, skips }: Pick<RunStats, 'failures' | 'skips'>,
  found: FoundReasons,
  path: string,
): Promise<void> {
  const told = { version: REPORT_VERSION, failures, skips, found }
  await writeOutput(path, true, async (to) => writeJson(to, told))
  await writeBlockOfFile(out, id, path, 0, await sizeOf(path))
}
