import { STATUSES } from '../format/exported.ts'
import {
  type MachineColumns,
  machineId,
  REPORT_VERSION,
  type TestColumns,
  testsId,
} from '../format/report.ts'
import { writeBlock } from './blocks.ts'
import { writeOutput } from './output-file.ts'
import type { RunTable } from './run-table.ts'

/** Writes the blocks that all pages of an export share: the tests of each run, and the machines. */
export async function writeColumns(
  path: string,
  tables: readonly RunTable[],
  machines: readonly MachineColumns[],
): Promise<void> {
  await writeOutput(path, false, async (out) => {
    for (const [run, table] of tables.entries()) await writeBlock(out, testsId(run), testColumns(table))
    for (const [log, machine] of machines.entries()) await writeBlock(out, machineId(log), machine)
  })
}

/** The page's columns of a run's tests. */
function testColumns(table: RunTable): TestColumns {
  const each = <T>(value: (n: number) => T): T[] => Array.from({ length: table.count }, (_, n) => value(n))
  const starts = each((n) => table.start(n))
  const origin =
    starts.reduce<number | null>((low, at) => (at !== null && (low === null || at < low) ? at : low), null) ??
    0
  return {
    version: REPORT_VERSION,
    origin,
    names: table.names,
    ids: Object.fromEntries(table.ids),
    status: each((n) => STATUSES.indexOf(table.status(n))),
    start: starts.map((start) => (start === null ? null : start - origin)),
    duration: each((n) => {
      const [start, end] = [table.start(n), table.end(n)]
      return start === null || end === null ? null : end - start
    }),
    tags: each((n) => table.tagIndex(n)),
    tagSets: table.tagSets,
  }
}
