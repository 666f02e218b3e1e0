import { createHash } from 'node:crypto'
import type { ConvertOptions, Problem } from '../convert.ts'
import { type RunExport, type RunFiles, runFiles } from '../export/run-export.ts'
import type { RunTable } from '../export/run-table.ts'
import type { Staging } from '../export/staging.ts'
import type { Stats, Warning } from '../format/exported.ts'
import { Redactor } from '../redact/redactor.ts'
import { readRun } from './read-run.ts'
import { messageOf, type RunInput } from './sources.ts'

/** A run whose files are finished. */
export interface ExportedRun {
  readonly input: RunInput
  readonly files: RunFiles
  readonly export: RunExport
  readonly stats: Stats
  readonly warnings: readonly Warning[]
}

/** Reads and exports all runs; one that cannot be read is a problem, and the others go on. */
export async function readRuns(
  inputs: readonly RunInput[],
  staging: Staging,
  options: ConvertOptions,
  problems: Problem[],
  notices: string[],
): Promise<ExportedRun[]> {
  const gzip = options.gzip ?? false
  const redactor = redactorOf(options)
  const exported: ExportedRun[] = []
  const seen = new Map<string, RunInput>()
  let bytes = 0
  let tests = 0
  for (const input of inputs) {
    const files = runFiles(input.source, input.id, gzip)
    const onProgress = (more: number, ofRun: number): void => {
      bytes += more
      options.onProgress?.({ bytes, tests: tests + ofRun })
    }
    try {
      const { signal } = options
      const { path } = input
      const { run, warnings } = await readRun({ path, files, staging, gzip, redactor, onProgress, signal })
      const stats = await run.finish()
      const twin = options.dropEqualRuns ? firstOfItsKind(seen, run.table, input) : input
      if (twin === input) exported.push({ input, files, export: run, stats, warnings })
      else notices.push(dropTwin(staging, files, input, twin))
      tests += run.table.count
    } catch (error) {
      options.signal?.throwIfAborted()
      for (const name of Object.values(files)) staging.drop(name)
      if (isOurDisk(error)) throw error
      problems.push({ kind: 'tests', input: input.input, message: messageOf(error) })
    }
  }
  return exported
}

/** One for all runs, since its tables take longer than a small run; null where nothing is to be replaced. */
function redactorOf({ redact = false, secrets = [] }: ConvertOptions): Redactor | null {
  return redact || secrets.length > 0 ? new Redactor({ shapes: redact, values: secrets }) : null
}

/** Faults of writing: no other input would fare better. */
function isOurDisk(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? '')
}

function dropTwin(staging: Staging, files: RunFiles, input: RunInput, twin: RunInput): string {
  for (const name of Object.values(files)) staging.drop(name)
  return `${input.input} has the same tests, statuses and times as ${twin.input}: exported once`
}

/** The first input whose run has the same tests, statuses and times. */
function firstOfItsKind(seen: Map<string, RunInput>, table: RunTable, input: RunInput): RunInput {
  // a run of no tests says nothing that another would repeat
  if (table.count === 0) return input
  const print = fingerprint(table)
  const first = seen.get(print) ?? input
  seen.set(print, first)
  return first
}

/** Equal for equal tests, statuses and times, in whatever order. */
function fingerprint(table: RunTable): string {
  const lines = Array.from({ length: table.count }, (_, n) =>
    JSON.stringify([table.id(n), table.status(n), table.start(n), table.end(n)]),
  )
  const hash = createHash('sha256')
  for (const line of lines.sort()) hash.update(line)
  return hash.digest('hex')
}
