import { dirname, resolve } from 'node:path'
import { machineColumns } from '../dstat/columns.ts'
import type { Listed } from '../export/config.ts'
import { fitReport } from '../export/fit-report.ts'
import { hiddenIn } from '../export/leftovers.ts'
import { type FullRun, reportRun, siteRun } from '../export/page-runs.ts'
import { type PageData, writePage } from '../export/report.ts'
import { type SharedBlocks, writeSharedBlocks } from '../export/report-data.ts'
import { makeDirectory, refuseDirectory, type Staging } from '../export/staging.ts'
import { moveFile, removeFile } from '../files.ts'
import type { Workflow } from '../format/exported.ts'
import {
  type Conclusion,
  type FoundReasons,
  type LeftOut,
  type Manifest,
  REPORT_VERSION,
  type ReportEntry,
} from '../format/report.ts'
import { GENERATOR } from '../version.ts'
import { formatBytes, plural } from '../words/number.ts'
import { sitePage } from './check-destinations.ts'
import { countTests } from './entries.ts'
import { writeFault } from './error-text.ts'
import type { Machines } from './machines.ts'
import { StagedPublished } from './published.ts'
import type { ExportedRun } from './runs.ts'
import { DEFAULT_REPORT_MAX_SIZE } from './size.ts'
import type { ConvertOptions, Problem } from './types.ts'

/** What the pages show. */
export interface PageFacts {
  readonly title: string
  readonly workflow: Workflow
  readonly conclusion: Conclusion
  readonly isPartial: boolean
  readonly problems: readonly Problem[]
  readonly exported: readonly ExportedRun[]
  /** One per run. */
  readonly found: readonly FoundReasons[]
  readonly listed: readonly Listed[]
  readonly machines: Machines
}

/** A page could not be put into place, although the data is exported. */
export class PageFault extends Error {}

/** A page that is written under a hidden name first. */
interface Staged {
  readonly path: string
  readonly hidden: string
  /** URL of the data directory relative to the page; null if the page contains all data. */
  readonly data: string | null
}

/**
 * Writes the report, which contains all logs, and the site's page, which contains none; each appears only
 * when it is finished.
 */
export class StagedPages {
  /** Absolute paths; null if the page is not requested. */
  readonly report: string | null
  readonly site: string | null
  /** Directory of the report of a published site. */
  readonly published: string | null
  private readonly template: string
  private readonly staged: readonly Staged[]
  /** Maximum bytes of the report. */
  private readonly limit: number
  private readonly directory: StagedPublished | null

  constructor({ report, site, published, destination, page, reportMaxSize }: ConvertOptions) {
    this.limit = reportMaxSize ?? DEFAULT_REPORT_MAX_SIZE
    this.template = page
    this.report = report === undefined ? null : resolve(report)
    this.site = site ? sitePage(destination) : null
    this.staged = [...stage(this.report, null), ...stage(this.site, 'data/')]
    this.published = published === undefined ? null : resolve(published)
    this.directory = this.published === null ? null : new StagedPublished(this.published, page)
  }

  get areWanted(): boolean {
    return this.staged.length > 0 || this.directory !== null
  }

  async write(facts: PageFacts, staging: Staging, notices: string[]): Promise<void> {
    if (!this.areWanted) return
    const machines = facts.machines.logs.map(({ log }) => machineColumns(log))
    const isFull = this.report !== null || this.directory !== null
    const full = isFull ? await fullRuns(facts, staging) : []
    const blocks = await writeSharedBlocks(staging, facts.exported, facts.found, machines)
    for (const { path, hidden, data } of this.staged) {
      makeDirectory(dirname(path))
      const page = await (data === null
        ? this.reportData(facts, blocks, full, staging, notices)
        : siteData(facts, blocks, staging, data))
      await writePage(hidden, this.template, page)
    }
    const manifest = buildManifest(facts, '')
    const { exported, found } = facts
    await this.directory?.write({ manifest, exported, found, full, machines }, staging)
  }

  private async reportData(
    facts: PageFacts,
    blocks: SharedBlocks,
    full: readonly FullRun[],
    staging: Staging,
    notices: string[],
  ): Promise<PageData> {
    const runs = facts.exported.map((finished, n) => ({ finished, full: full[n] }))
    const manifest = (left: readonly (LeftOut | null)[]): Manifest => buildManifest(facts, null, left)
    const report = { page: this.template, blocks, runs, manifest, staging }
    const { data, size, left } = await fitReport(report, this.limit)
    notices.push(...limitNotices(size, this.limit, left))
    return data
  }

  /** Moves the pages into place, after the data in `data`. Throws PageFault. */
  commit(data: string): void {
    for (const { path, hidden } of [...this.staged, ...(this.directory?.staged ?? [])]) {
      try {
        moveFile(hidden, path)
      } catch (error) {
        const { message } = writeFault(error, path) as Error
        throw new PageFault(`${message}; the data is in its place, ${data}`, { cause: error })
      }
    }
  }

  /** Removes pages that are not committed. */
  discard(): void {
    for (const { hidden } of [...this.staged, ...(this.directory?.staged ?? [])]) {
      removeFile(hidden)
    }
  }
}

async function fullRuns({ exported }: PageFacts, staging: Staging): Promise<FullRun[]> {
  const runs = []
  for (const run of exported) runs.push(await reportRun(run, staging))
  return runs
}

async function siteData(
  facts: PageFacts,
  blocks: SharedBlocks,
  staging: Staging,
  data: string,
): Promise<PageData> {
  const runs = []
  for (const run of facts.exported) runs.push(await siteRun(run, staging))
  return { manifest: buildManifest(facts, data), blocks, runs }
}

/** Notices about output that is left out of a report because of its size limit. */
function limitNotices(size: number, limit: number, left: readonly (LeftOut | null)[]): string[] {
  const runs = left.filter((each) => each !== null)
  if (runs.length === 0) return []
  const tests = runs.reduce((sum, run) => sum + run.tests, 0)
  const all = runs.reduce((sum, run) => sum + run.bytes, 0)
  const where =
    runs.length === 1
      ? runs[0].file
      : `the details files of ${plural(runs.length, 'run')}, ${runs[0].file} and so on`
  const notice = `the report may have at most ${formatBytes(limit)}: the output of ${plural(tests, 'test')} (${formatBytes(all)}) is left out, and is in ${where}`
  return size <= limit
    ? [notice]
    : [notice, `the report has ${formatBytes(size)} although it contains no output`]
}

function stage(path: string | null, data: string | null): Staged[] {
  if (path === null) return []
  refuseDirectory(path)
  return [{ path, hidden: hiddenIn(dirname(path), 'report'), data }]
}

function buildManifest(
  facts: PageFacts,
  data: string | null,
  left: readonly (LeftOut | null)[] = [],
): Manifest {
  const { title, conclusion, isPartial, workflow, problems, exported, listed, machines } = facts
  return {
    version: REPORT_VERSION,
    title,
    generator: GENERATOR,
    conclusion,
    ...(isPartial && { isPartial: true }),
    workflow,
    problems: problems.map(({ input, message }) => `${input}: ${message}`),
    runs: listed.map((run, i) => ({
      entry: reportEntry(run, exported[i]),
      counts: exported[i].run.counts,
      machine: machines.ofRun[i],
      details: data === null ? null : data + run.entry.details,
      ...(exported[i].run.layout.whole === null ? {} : { outside: true }),
      ...(left[i] ? { left: left[i] } : {}),
    })),
    machines: machines.logs.map((machine) => ({ source: machine.title, notes: machine.log.notes })),
  }
}

function reportEntry({ entry, stats }: Listed, { run }: ExportedRun): ReportEntry {
  const { failed, skipped } = countTests(run.counts)
  return { ...entry, stats: { ...stats.totals, failed, skipped } }
}
