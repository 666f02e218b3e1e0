import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { ConvertOptions, Problem } from '../convert.ts'
import { machineColumns } from '../dstat/columns.ts'
import { type Listed, wholeEntry } from '../export/config.ts'
import { reportRun, siteRun } from '../export/page-runs.ts'
import { type UnwrittenManifest, writePage } from '../export/report.ts'
import { writeColumns } from '../export/report-data.ts'
import type { RunTable } from '../export/run-table.ts'
import { refuseDirectory, type Staging } from '../export/staging.ts'
import type { Workflow } from '../format/exported.ts'
import { type Conclusion, REPORT_VERSION } from '../format/report.ts'
import { GENERATOR } from '../version.ts'
import { writeFault } from './error-text.ts'
import type { Machines } from './machines.ts'
import type { ExportedRun } from './runs.ts'

/** What the pages show. */
export interface PageFacts {
  readonly title: string
  readonly workflow: Workflow
  readonly conclusion: Conclusion
  readonly problems: readonly Problem[]
  readonly exported: readonly ExportedRun[]
  readonly listed: readonly Listed[]
  readonly machines: Machines
}

/** The data is exported, and a page could not be put in its place. */
export class PageFault extends Error {
  override name = 'PageFault'
}

/** A page that is finished out of sight. */
interface Staged {
  readonly path: string
  readonly hidden: string
  /** Address of the data directory from the page; null where the page has all data in it. */
  readonly data: string | null
}

/** The report, with all logs in it, and the site's page, which has none; each appears only when it is finished. */
export class StagedPages {
  /** Absolute paths; null where the page is not asked for. */
  readonly report: string | null
  readonly site: string | null
  private readonly template: string
  private readonly staged: readonly Staged[]

  constructor({ report, site, destination, page }: ConvertOptions) {
    this.template = page
    this.report = report === undefined ? null : resolve(report)
    // not resolve(…, 'index.html'): ncc would copy every file of that name below this directory
    this.site = site ? join(resolve(destination), 'index.html') : null
    this.staged = [...stage(this.report, null), ...stage(this.site, 'data/')]
  }

  async write(facts: PageFacts, staging: Staging): Promise<void> {
    if (this.staged.length === 0) return
    const columns = staging.scratch('columns')
    const tables = facts.exported.map(({ table }) => table as RunTable)
    await writeColumns(
      columns,
      tables,
      facts.machines.logs.map(({ log }) => machineColumns(log)),
    )
    for (const { path, hidden, data } of this.staged) {
      mkdirSync(dirname(path), { recursive: true })
      const runs = []
      for (const run of facts.exported) runs.push(await (data === null ? reportRun : siteRun)(run, staging))
      await writePage(hidden, this.template, { manifest: buildManifest(facts, data), columns, runs })
    }
  }

  /** Puts the pages in their place, behind the data, which is in `data`. */
  commit(data: string): void {
    for (const { path, hidden } of this.staged) {
      try {
        renameSync(hidden, path)
      } catch (error) {
        const { message } = writeFault(error, path) as Error
        throw new PageFault(`${message}; the data is in its place, ${data}`, { cause: error })
      }
    }
  }

  /** Removes what is not committed. */
  discard(): void {
    for (const { hidden } of this.staged) rmSync(hidden, { force: true })
  }
}

function stage(path: string | null, data: string | null): Staged[] {
  if (path === null) return []
  refuseDirectory(path)
  return [{ path, hidden: join(dirname(path), `.report-${crypto.randomUUID()}`), data }]
}

function buildManifest(facts: PageFacts, data: string | null): UnwrittenManifest {
  const { title, conclusion, workflow, problems, listed, machines } = facts
  return {
    version: REPORT_VERSION,
    title,
    generator: GENERATOR,
    conclusion,
    workflow,
    problems: problems.map(({ input, message }) => `${input}: ${message}`),
    runs: listed.map((run, i) => ({
      entry: wholeEntry(run, 'compact'),
      machine: machines.ofRun[i],
      details: data === null ? null : data + run.entry.details,
    })),
    machines: machines.logs.map(({ path, log }) => ({ source: path, notes: log.notes })),
  }
}
