import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { ConvertOptions, Problem } from '../convert.ts'
import { machineColumns } from '../dstat/columns.ts'
import type { Listed } from '../export/config.ts'
import { OutputFile } from '../export/output-file.ts'
import { writeReport } from '../export/report.ts'
import { testColumns } from '../export/report-data.ts'
import { LogWriter } from '../export/report-logs.ts'
import { refuseDirectory, type Staging } from '../export/staging.ts'
import type { Workflow } from '../format/exported.ts'
import { type Conclusion, type LogIndex, type Manifest, REPORT_VERSION } from '../format/report.ts'
import { GENERATOR } from '../version.ts'
import { readChunks } from './input.ts'
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

/** The report and the site's page, which are the same; each appears only when it is finished. */
export class StagedPages {
  /** Absolute paths; null where the page is not asked for. */
  readonly report: string | null
  readonly site: string | null
  private readonly template: string
  private readonly staged: { readonly path: string; readonly hidden: string }[]

  constructor({ report, site, destination, page }: ConvertOptions) {
    this.template = page
    this.report = report === undefined ? null : resolve(report)
    // not resolve(…, 'index.html'): ncc would copy every file of that name below this directory
    this.site = site ? join(resolve(destination), 'index.html') : null
    const paths = [this.report, this.site].filter((path) => path !== null)
    for (const path of paths) refuseDirectory(path)
    this.staged = paths.map((path) => ({
      path,
      hidden: join(dirname(path), `.report-${crypto.randomUUID()}`),
    }))
  }

  async write(facts: PageFacts, staging: Staging): Promise<void> {
    if (this.staged.length === 0) return
    for (const { path } of this.staged) mkdirSync(dirname(path), { recursive: true })
    const runs = []
    for (const [i, run] of facts.exported.entries()) runs.push(await runData(run, i, staging))
    const machines = facts.machines.logs.map(({ log }) => machineColumns(log))
    const [first, ...others] = this.staged
    await writeReport(first.hidden, this.template, { manifest: buildManifest(facts), runs, machines })
    for (const { hidden } of others) copyFileSync(first.hidden, hidden)
  }

  commit(): void {
    for (const { path, hidden } of this.staged) renameSync(hidden, path)
  }

  /** Removes what is not committed. */
  discard(): void {
    for (const { hidden } of this.staged) rmSync(hidden, { force: true })
  }
}

function buildManifest({ title, conclusion, workflow, problems, listed, machines }: PageFacts): Manifest {
  return {
    version: REPORT_VERSION,
    title,
    generator: GENERATOR,
    conclusion,
    workflow,
    problems: problems.map(({ input, message }) => `${input}: ${message}`),
    runs: listed.map(({ entry }, i) => ({ entry, machine: machines.ofRun[i] })),
    machines: machines.logs.map(({ path, log }) => ({ source: path, notes: log.notes })),
  }
}

async function runData(
  run: ExportedRun,
  index: number,
  staging: Staging,
): Promise<{ columns: ReturnType<typeof testColumns>; index: LogIndex; logs: string }> {
  const logs = staging.scratch(`logs-${index}`)
  const out = new OutputFile(logs, false)
  const writer = new LogWriter(out, index)
  try {
    await writer.write(readChunks(staging.finished(run.files.details)))
    await out.close()
  } catch (error) {
    await out.abandon()
    throw error
  }
  const { table, wholeSpan } = run.export
  return { columns: testColumns(table), index: writer.index(table, wholeSpan), logs }
}
