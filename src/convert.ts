/** The only pipeline, called by both the command and the action: sources → runs → files. */

import { dirname, join, resolve } from 'node:path'
import { convertedRuns, listRuns } from './convert/entries.ts'
import { writeFault } from './convert/error-text.ts'
import { withLastWords } from './convert/last-words.ts'
import { type Failure, withLaterPasses } from './convert/later-passes.ts'
import { readMachines } from './convert/machines.ts'
import { PageFault, StagedPages } from './convert/pages.ts'
import { besideWords, checkPlaces } from './convert/places.ts'
import { readRuns } from './convert/runs.ts'
import { openSources } from './convert/sources.ts'
import { summarize } from './convert/summarize.ts'
import type { DstatLog } from './dstat/log.ts'
import { buildConfig, type EntryFacts, NO_WORKFLOW, writeConfig } from './export/config.ts'
import { clearLeftovers } from './export/leftovers.ts'
import { Staging } from './export/staging.ts'
import type { StatsTotals } from './export/stats.ts'
import type { Workflow } from './format/exported.ts'
import type { Conclusion } from './format/report.ts'

/** One input. */
export type Source =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin'; readonly stream: AsyncIterable<Uint8Array> }
  /**
   * `unasked`: beside other sources it is no problem if it has no runs. `unended`: a run that was killed
   * counts as its newest run.
   */
  | {
      readonly kind: 'repository'
      readonly path: string
      readonly unasked?: boolean
      readonly unended?: boolean
    }
  /** A directory with the `config.json` of an earlier export: read anew, and nothing in it is trusted. */
  | { readonly kind: 'export'; readonly path: string; readonly title: string }

export interface TitledLog {
  readonly path: string
  readonly title: string
  /** Beside other logs it is no problem if the file is not a log. */
  readonly unasked?: boolean
}

export interface Progress {
  /** Bytes read from all inputs so far, as they are on disk, perhaps compressed. */
  readonly bytes: number
  readonly tests: number
}

export interface ConvertOptions {
  readonly sources: readonly Source[]
  /** dstat logs: paths, or paths with titles to be shown instead. */
  readonly dstat: readonly (string | TitledLog)[]
  /** The directory for the data files; created if missing. */
  readonly destination: string
  readonly gzip?: boolean | undefined
  /** Replace tokens of well-known shapes in attachments by `***`. */
  readonly redact?: boolean | undefined
  /** Texts that are replaced in attachments in any case, except those of less than eight bytes. */
  readonly secrets?: readonly string[] | undefined
  /** Export only a repository's newest run. */
  readonly last?: boolean | undefined
  /** Time zone of dstat's times: `UTC`, `+02:00` or an IANA name. */
  readonly dstatTimezone?: string | undefined
  /** Where to write the self-contained page; none is written if absent. */
  readonly report?: string | undefined
  /** Most bytes of the report, of which it keeps some for the tests; 100 MB by default. */
  readonly reportMaxSize?: number | undefined
  /** Write the page as `index.html` in the destination, and the data in `data` below it. */
  readonly site?: boolean | undefined
  /** Where to write a published site's report directory (format/site.ts); `site` must be beside `page`. */
  readonly published?: string | undefined
  readonly title?: string | undefined
  readonly workflow?: Workflow | undefined
  /** Replace an earlier export even if nothing can be read, so that the new problems are seen. */
  readonly replace?: boolean | undefined
  /** Export runs with equal tests, statuses and times only once. */
  readonly dropEqualRuns?: boolean | undefined
  /** Most bytes that one compressed input may decompress to; 4 GiB by default. */
  readonly maxDecompressed?: number | undefined
  /** Problems of inputs that were lost before this; the result has them, too. */
  readonly problems?: readonly Problem[] | undefined
  /** The built page, `dist/frontend/index.html`. */
  readonly page: string
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Collect reasons of skips, and whether failed tests passed later: each takes a pass over the tests. */
  readonly closely?: boolean | undefined
  /** Stops at the next chunk and leaves no partial file. */
  readonly signal?: AbortSignal | undefined
}

/** An input that could not be read, wholly or in part. */
export interface Problem {
  /** Whether results of tests are missing, or only the machine's log. */
  readonly kind: 'tests' | 'machine'
  readonly input: string
  /** What is wrong, where, and the remedy, in one line. */
  readonly message: string
}

export interface Counts {
  readonly tests: number
  /** success and xfail. */
  readonly passed: number
  /** fail, uxsuccess, inprogress and unknown. */
  readonly failed: number
  readonly skipped: number
}

/** Microseconds since the epoch: the first start and the last end. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface SkipReason {
  readonly reason: string | null
  readonly tests: number
}

export interface ConvertedRun {
  readonly entry: EntryFacts
  readonly totals: StatsTotals
  /**
   * The first thousand failed tests, or fewer if their texts are long. Unlike in the statistics, one without
   * a `traceback` may have a line, see convert/last-words.ts.
   */
  readonly failures: readonly Failure[]
  /** Reasons of skipped tests, the commonest first, null for no reason; empty unless `closely`. */
  readonly skips: readonly SkipReason[]
  readonly counts: Counts
  /** null if no test has times. */
  readonly span: Span | null
  /** Seconds from the first start to the last end; null if no test has times. */
  readonly duration: number | null
  /** The longest tests, longest first, ten at most. */
  readonly slowest: readonly { readonly name: string; readonly duration: number }[]
  /** The machine's log that the run is shown with; null without one. */
  readonly machine: DstatLog | null
}

export interface ConvertResult {
  readonly runs: readonly ConvertedRun[]
  readonly problems: readonly Problem[]
  /** What else the user should know, one line each: equal runs, time zones of logs, unused logs. */
  readonly notices: readonly string[]
  readonly conclusion: Conclusion
  /** Over all runs. */
  readonly counts: Counts
  /** Seconds from the first start to the last end over all runs; null if no test has times. */
  readonly duration: number | null
  /** Absolute path of the directory that holds `config.json`. */
  readonly data: string
  /** Absolute paths of the pages that were written: the report, the site's index.html. */
  readonly report: string | null
  readonly site: string | null
  /** Absolute path of the published report's directory; null if none was written. */
  readonly published: string | null
}

/** Exports sources and pages. Throws if nothing was exported, or a PageFault if just a page was not. */
export async function convert(options: ConvertOptions): Promise<ConvertResult> {
  const data = join(resolve(options.destination), options.site ? 'data' : '.')
  try {
    checkPlaces(options, data)
    return await exportAll(options, data)
  } catch (error) {
    throw error instanceof PageFault ? error : writeFault(error, data)
  }
}

async function exportAll(options: ConvertOptions, data: string): Promise<ConvertResult> {
  const problems: Problem[] = [...(options.problems ?? [])]
  const notices: string[] = []
  const gzip = options.gzip ?? false
  const workflow = options.workflow ?? NO_WORKFLOW
  const pages = new StagedPages(options)
  const staging = new Staging(data)
  for (const page of [pages.report, pages.site]) if (page !== null) clearLeftovers(dirname(page))
  if (pages.published !== null) clearLeftovers(pages.published)
  try {
    const inputs = await openSources(options, staging, problems, notices)
    const exported = await readRuns(inputs, staging, options, problems, notices)
    if (exported.length === 0 && problems.length > 0 && staging.holdsExport && !options.replace) {
      throw new Error(`${problems[0].input}: ${problems[0].message}; the earlier export is left as it was`)
    }
    const machines = await readMachines(options, exported, staging, problems, notices)
    const listed = listRuns(exported, machines)
    const runs = convertedRuns(exported, listed, machines, options.closely ?? false)
    const totals = summarize(runs, problems)
    const title = options.title ?? workflow.name ?? defaultTitle(runs)
    await writeConfig(staging, buildConfig(listed, machines.unused, workflow, gzip))
    await pages.write(
      { title, workflow, problems, exported, listed, machines, conclusion: totals.conclusion },
      staging,
      notices,
    )
    options.signal?.throwIfAborted()
    staging.commit()
    pages.commit(data)
    const beside = besideWords(options)
    if (beside !== null) notices.push(beside)
    const { report, site, published } = pages
    const worded = await withLastWords(data, runs)
    const told = options.closely ? await withLaterPasses(data, worded) : worded
    return { runs: told, problems, notices, ...totals, data, report, site, published }
  } finally {
    staging.discard()
    pages.discard()
  }
}

function defaultTitle(runs: readonly ConvertedRun[]): string {
  return runs.length === 1 ? runs[0].entry.name : 'Test report'
}
