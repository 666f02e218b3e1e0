import { dirname, resolve } from 'node:path'
import { alignLog } from '../dstat/align.ts'
import { chooseLogs } from '../dstat/choose.ts'
import { isTooLong } from '../dstat/columns.ts'
import { DstatError, NoLogError, SIZE_REMEDY } from '../dstat/error.ts'
import type { DstatLog } from '../dstat/log.ts'
import { joined, overlapOf, type Span, stretchesOf } from '../dstat/overlap.ts'
import { OutputFile } from '../export/output-file.ts'
import type { Staging } from '../export/staging.ts'
import { logFile } from '../format/file-names.ts'
import { Budget } from './budget.ts'
import { isWriteFault, plainMessage, WORDS_OF_LOGS } from './error-text.ts'
import { limitsOf, readChunks } from './input.ts'
import { cutError, InputError } from './input-error.ts'
import { noticesOf } from './log-notices.ts'
import type { ExportedRun } from './runs.ts'
import { hiderOf, textRedactorOf } from './secrets.ts'
import { sizeText } from './size.ts'
import { rereadable } from './spool.ts'
import type { ConvertOptions, Problem, TitledLog } from './types.ts'

/**
 * Maximum uncompressed bytes of all logs together: a week of dool, each second, with many columns has 200 MB. More
 * would take minutes, and memory for eight bytes per value.
 */
const MOST_LOGS = 1 << 30

/** A dstat log that was copied and read. */
export interface Machine {
  readonly path: string
  /** The title to show: the given path, unless a title was given. */
  readonly title: string
  /** Its name among the exported files. */
  readonly file: string
  readonly log: DstatLog
}

export interface Machines {
  readonly logs: readonly Machine[]
  /** For each run an index into `logs`; null without a log. */
  readonly ofRun: readonly (number | null)[]
  /** Exported names of the logs that no run is shown with. */
  readonly unused: readonly string[]
}

/** Copies and reads the dstat logs, and assigns one to each run. */
export async function readMachines(
  options: ConvertOptions,
  runs: readonly ExportedRun[],
  staging: Staging,
  problems: Problem[],
  notices: string[],
): Promise<Machines> {
  const logs: Machine[] = []
  const others: Problem[] = []
  const budget = new Budget(MOST_LOGS)
  for (const given of options.dstat) {
    const { path, title, unasked } =
      typeof given === 'string' ? { path: given, title: given, unasked: false } : given
    const file = logFile(logs.length, options.gzip ?? false)
    const problem = (error: unknown): Problem => ({
      kind: 'machine',
      input: title,
      message: faultOf(title, error),
    })
    try {
      const { log, cut } = await readLog({ path, title }, file, options, staging, budget)
      logs.push({ path, title, file, log })
      if (cut !== null) problems.push(problem(cut))
    } catch (error) {
      options.signal?.throwIfAborted()
      staging.drop(file)
      if (isWriteFault(error, staging)) throw error
      const kept = unasked && error instanceof NoLogError ? others : problems
      kept.push(problem(error))
    }
  }
  if (logs.length === 0) problems.push(...others)
  else notices.push(...others.map(({ input, message }) => `${input}: ${message}`))
  const spans = runs.flatMap((run) => run.run.span ?? [])
  const aligned = logs.map((machine) => ({ ...machine, log: alignLog(machine.log, spans) }))
  const candidates = aligned.map(({ path, log }) => ({
    directory: dirname(resolve(path)),
    stretches: stretchesOf(log.times),
  }))
  const places = runs.map(({ input, run: { span } }) => ({ directory: input.directory, span }))
  const ofRun = chooseLogs(places, candidates)
  const isUsed = (index: number): boolean => ofRun.includes(index)
  const used = candidates.flatMap(({ stretches }, index) => (isUsed(index) ? stretches : []))
  const noted = aligned.map(({ title, log }, index) => ({
    title,
    notes: isUsed(index)
      ? log.notes
      : [goesOn(candidates[index].stretches, used, spans) ? GOES_ON : NOT_SHOWN],
  }))
  notices.push(...noticesOf(noted))
  const unused = aligned.filter((_, index) => !isUsed(index))
  return { logs: aligned, ofRun, unused: unused.map(({ file }) => file) }
}

const NOT_SHOWN = 'no run is shown with this log; it is exported all the same'
const GOES_ON =
  'no run is shown with this log, although it has a part of the tests’ time that the log shown has not: if it is of the same machine, give both as one file (cat FIRST SECOND > BOTH)'

/** Whether a tenth of the runs' time or more is in this log only: the tool may have been started again. */
function goesOn(log: readonly Span[], used: readonly Span[], spans: readonly Span[]): boolean {
  const runs = joined(spans)
  const covered = (stretches: readonly Span[]): number => Math.max(0, overlapOf(joined(stretches), runs))
  return covered([...used, ...log]) - covered(used) > covered(runs) / 10
}

/** The error's message without the title, with which parsers begin it and which a Problem has separately. */
function faultOf(title: string, error: unknown): string {
  const message = plainMessage(error, WORDS_OF_LOGS)
  return message.startsWith(`${title}: `) ? message.slice(title.length + 2) : message
}

/** `cut` tells why the log could not be read to its end; what comes before is used. */
async function readLog(
  { path, title }: TitledLog,
  file: string,
  options: ConvertOptions,
  staging: Staging,
  budget: Budget,
): Promise<{ log: DstatLog; cut: InputError | null }> {
  const { dstatTimezone, signal } = options
  const source = await rereadable(path, 'log', staging, signal)
  // imported late: an export without logs does not need the parser
  const { readDstat } = await import('../dstat/parse.ts')
  const timezone = dstatTimezone === undefined ? {} : { timezone: dstatTimezone }
  const out = new OutputFile(staging.path(file), options.gzip ?? false)
  let cut: InputError | null = null
  const bytes = withinBudget(readChunks(source, undefined, limitsOf(options)), budget)
  const chunks = copied(hiderOf(options)?.hidden(bytes) ?? bytes, out, (fault) => (cut = fault))
  const redact = textRedactorOf(options)
  try {
    const log = await readDstat(chunks, { input: title, redact, ...timezone })
    if (isForPage(options) && isTooLong(log))
      throw new DstatError(`more numbers than a report can hold of one log; ${SIZE_REMEDY}`)
    await out.close()
    return { log, cut }
  } catch (error) {
    out.abandon()
    throw error
  }
}

/** Without a page, a log may have any number of numbers. */
const isForPage = ({ report, site, published }: ConvertOptions): boolean =>
  (report ?? published) !== undefined || site === true

/** Throws InputError, after what is within it. */
export async function* withinBudget(chunks: AsyncIterable<Buffer>, budget: Budget): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    if (!budget.take(chunk.length))
      throw cutError(
        `all logs together have more than ${sizeText(budget.limit)}, the most that is read`,
        SIZE_REMEDY,
      )
    yield chunk
  }
}

async function* copied(
  chunks: AsyncIterable<Buffer>,
  out: OutputFile,
  onCut: (error: InputError) => void,
): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of chunks) {
      out.write(chunk)
      yield chunk
      await out.drain()
    }
  } catch (error) {
    if (!(error instanceof InputError) || out.position === 0) throw error
    onCut(error)
  }
}
