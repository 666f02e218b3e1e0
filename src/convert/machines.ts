import { dirname, resolve } from 'node:path'
import type { ConvertOptions, Problem } from '../convert.ts'
import { alignLog } from '../dstat/align.ts'
import { chooseLog } from '../dstat/choose.ts'
import type { DstatLog } from '../dstat/log.ts'
import { readDstat } from '../dstat/parse.ts'
import { OutputFile } from '../export/output-file.ts'
import type { Staging } from '../export/staging.ts'
import { InputError, readChunks } from './input.ts'
import type { ExportedRun } from './runs.ts'
import { messageOf } from './sources.ts'

/** A dstat log that was copied and read. */
export interface Machine {
  /** As it was given. */
  readonly path: string
  /** Its name among the exported files. */
  readonly file: string
  readonly log: DstatLog
}

export interface Machines {
  readonly logs: readonly Machine[]
  /** Index into `logs` of each run. */
  readonly ofRun: readonly (number | null)[]
}

/** Copies and reads the dstat logs, and gives each run its own. */
export async function readMachines(
  options: ConvertOptions,
  runs: readonly ExportedRun[],
  staging: Staging,
  problems: Problem[],
  notices: string[],
): Promise<Machines> {
  const logs: Machine[] = []
  for (const path of options.dstat) {
    const file = logFile(logs.length, options.gzip ?? false)
    const copy: Copy = { path, file, damage: null }
    try {
      logs.push({ path, file, log: await readLog(copy, options, staging) })
    } catch (error) {
      options.signal?.throwIfAborted()
      staging.drop(file)
      copy.damage ??= error as Error
    }
    if (copy.damage !== null) problems.push({ kind: 'machine', input: path, message: messageOf(copy.damage) })
  }
  const spans = runs.flatMap((run) => run.export.span ?? [])
  const aligned = logs.map((machine) => ({ ...machine, log: alignLog(machine.log, spans) }))
  for (const { path, log } of aligned) for (const note of log.notes) notices.push(`${path}: ${note}`)
  const candidates = aligned.map(({ path, log }) => ({ directory: dirname(resolve(path)), times: log.times }))
  const ofRun = runs.map(({ input, export: { span } }) =>
    chooseLog({ directory: input.directory, start: span?.start ?? null, end: span?.end ?? null }, candidates),
  )
  return { logs: aligned, ofRun }
}

function logFile(index: number, gzip: boolean): string {
  return `dstat_log${index === 0 ? '' : `_${index}`}.csv${gzip ? '.gz' : ''}`
}

/** A log that is being copied. */
interface Copy {
  readonly path: string
  readonly file: string
  /** Why it is not all there: what could be inflated is read. */
  damage: Error | null
}

async function readLog(copy: Copy, options: ConvertOptions, staging: Staging): Promise<DstatLog> {
  const { dstatTimezone } = options
  const out = new OutputFile(staging.path(copy.file), options.gzip ?? false)
  try {
    const log = await readDstat(copied(copy, out, options.signal), {
      input: copy.path,
      ...(dstatTimezone === undefined ? {} : { timezone: dstatTimezone }),
    })
    await out.close()
    return log
  } catch (error) {
    await out.abandon()
    throw error
  }
}

async function* copied(copy: Copy, out: OutputFile, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of readChunks(copy.path)) {
      signal?.throwIfAborted()
      out.bytes(chunk)
      yield chunk
      await out.drain()
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    copy.damage = error
  }
}
