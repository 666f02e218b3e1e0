/** Writes a report for a published site: a directory with the page and the files that it fetches. */

import { copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hiddenIn } from '../export/leftovers.ts'
import { type FullRun, writePackedColumns } from '../export/page-runs.ts'
import { writePage } from '../export/report.ts'
import { writeSharedBlocks } from '../export/report-data.ts'
import { makeDirectory, refuseDirectory, type Staging } from '../export/staging.ts'
import type { FoundReasons, MachineColumns, Manifest } from '../format/report.ts'
import { columnsFile, detailsFile } from '../format/site.ts'
import type { ExportedRun } from './runs.ts'

interface PublishedData {
  readonly manifest: Manifest
  readonly exported: readonly ExportedRun[]
  readonly found: readonly FoundReasons[]
  /** For each exported run, the files of a report with all output. */
  readonly full: readonly FullRun[]
  readonly machines: readonly MachineColumns[]
}

/** A file that is written under a hidden name first. */
interface StagedFile {
  readonly path: string
  readonly hidden: string
}

export class StagedPublished {
  /** In the order in which they are moved into place: the page comes last. */
  readonly staged: StagedFile[] = []
  private readonly directory: string
  private readonly template: string

  /** `page` is the built page; `published.html` lies beside it. */
  constructor(directory: string, page: string) {
    this.directory = directory
    this.template = join(dirname(page), 'published.html')
  }

  async write({ manifest, exported, found, full, machines }: PublishedData, staging: Staging): Promise<void> {
    makeDirectory(this.directory)
    for (const [n, run] of exported.entries()) {
      await writePackedColumns(run, this.stage(columnsFile(n)), staging)
      copyFileSync(full[n].logs, this.stage(detailsFile(n)))
    }
    const blocks = await writeSharedBlocks(staging, exported, found, machines, 'published')
    const runs = full.map(({ index }) => ({ index, logs: null }))
    const named = manifest.runs.map((run, n) => ({ ...run, details: detailsFile(n) }))
    const page = this.stage('index.html')
    await writePage(page, this.template, { manifest: { ...manifest, runs: named }, blocks, runs })
  }

  /** The hidden path at which to write the file that will have that name. */
  private stage(name: string): string {
    const path = join(this.directory, name)
    refuseDirectory(path)
    const hidden = hiddenIn(this.directory, 'report')
    this.staged.push({ path, hidden })
    return hidden
  }
}
