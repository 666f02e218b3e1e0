/** A report as a published site holds it: a directory of the page and the files that it asks for. */

import { copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type FullRun, writePackedColumns } from '../export/page-runs.ts'
import { writePage } from '../export/report.ts'
import { writeSharedBlocks } from '../export/report-data.ts'
import { makeDirectory, refuseDirectory, type Staging } from '../export/staging.ts'
import type { MachineColumns, Manifest } from '../format/report.ts'
import { columnsFile, detailsFile } from '../format/site.ts'
import type { ExportedRun } from './runs.ts'

interface PublishedData {
  readonly manifest: Manifest
  readonly exported: readonly ExportedRun[]
  /** Of each exported run what a report holds that has all of it. */
  readonly full: readonly FullRun[]
  readonly machines: readonly MachineColumns[]
}

/** A file that is finished out of sight. */
interface StagedFile {
  readonly path: string
  readonly hidden: string
}

export class StagedPublished {
  /** In the order in which they take their places: the page comes last. */
  readonly staged: StagedFile[] = []
  private readonly directory: string
  private readonly template: string

  /** `page`: the built page, beside which the published one is. */
  constructor(directory: string, page: string) {
    this.directory = directory
    this.template = join(dirname(page), 'published.html')
  }

  async write({ manifest, exported, full, machines }: PublishedData, staging: Staging): Promise<void> {
    makeDirectory(this.directory)
    for (const [n, run] of exported.entries()) {
      await writePackedColumns(run, this.stage(columnsFile(n)), staging)
      copyFileSync(full[n].logs, this.stage(detailsFile(n)))
    }
    const blocks = await writeSharedBlocks(staging, exported, machines, 'published')
    const runs = full.map(({ index }) => ({ index, logs: null }))
    const named = manifest.runs.map((run, n) => ({ ...run, details: detailsFile(n) }))
    const page = this.stage('index.html')
    await writePage(page, this.template, { manifest: { ...manifest, runs: named }, blocks, runs })
  }

  /** Where to write the file that will have that name. */
  private stage(name: string): string {
    const path = join(this.directory, name)
    refuseDirectory(path)
    const hidden = join(this.directory, `.report-${crypto.randomUUID()}`)
    this.staged.push({ path, hidden })
    return hidden
  }
}
