import type { Stats } from '../format/exported.ts'
import type { AttachmentReader } from '../model/attachments.ts'
import type { Attachments, Test, TestSink } from '../model/run.ts'
import { DetailsWriter, type Span } from './details.ts'
import { OutputFile } from './output-file.ts'
import { rawFields } from './raw.ts'
import { RunTable } from './run-table.ts'
import type { Staging } from './staging.ts'
import { StatsBuilder } from './stats.ts'
import { NameTree } from './tree.ts'

/** The names of a run's files, in the order of their writing. */
export interface RunFiles {
  readonly raw: string
  readonly details: string
  readonly tree: string
  readonly stats: string
}

/** `tempest_<source>_<id>_raw.json` and its kind; `id` is the run's index within its source. */
export function runFiles(source: string, id: number, gzip: boolean): RunFiles {
  const name = (what: string): string => `tempest_${source}_${id}_${what}.json${gzip ? '.gz' : ''}`
  return { raw: name('raw'), details: name('details'), tree: name('tree'), stats: name('stats') }
}

/** Writes the files of one run while its tests come. */
export class RunExport implements TestSink {
  readonly table = new RunTable()
  /** Where details has the output that belongs to no test. */
  wholeSpan: Span | null = null
  private readonly files: RunFiles
  private readonly staging: Staging
  private readonly gzip: boolean
  private readonly raw: OutputFile
  private readonly detailsFile: OutputFile
  private readonly details: DetailsWriter
  private readonly tree = new NameTree()
  private readonly statsBuilder: StatsBuilder

  constructor(files: RunFiles, staging: Staging, gzip: boolean, store: AttachmentReader) {
    this.files = files
    this.staging = staging
    this.gzip = gzip
    this.raw = this.open(files.raw)
    this.detailsFile = this.open(files.details)
    this.details = new DetailsWriter(this.detailsFile, store)
    this.statsBuilder = new StatsBuilder(store)
  }

  test(test: Test): void {
    const { name, id, status, tags, start, end } = test
    const n = this.table.count
    const identity = `"name":${JSON.stringify(name)}${id === name ? '' : `,"id":${JSON.stringify(id)}`}`
    this.raw.text(`${n === 0 ? '[\n' : ',\n'}{${identity},${rawFields(status, tags, start, end)}}`)
    const span = this.details.test(test)
    this.table.add(test, span.start, span.length)
    this.tree.add(name, n)
    this.statsBuilder.test(test)
  }

  whole(attachments: Attachments): void {
    this.wholeSpan = this.details.whole(attachments)
  }

  /** Microseconds since the epoch, from the first start to the last end; null without times. */
  get span(): { readonly start: number; readonly end: number } | null {
    const { start, end } = this.statsBuilder
    return start === null || end === null ? null : { start, end }
  }

  /** Closes the files of a run that cannot be finished. */
  async abandon(): Promise<void> {
    await this.raw.abandon()
    await this.detailsFile.abandon()
  }

  /** Waits until the writers have room again. */
  async drain(): Promise<void> {
    await this.raw.drain()
    await this.detailsFile.drain()
  }

  /** Finishes the files; what `config.json` says of the run. */
  async finish(): Promise<Stats> {
    this.raw.text(this.table.count === 0 ? '[]' : '\n]')
    await this.raw.close()
    await this.details.close()
    const tree = this.open(this.files.tree)
    this.tree.write(tree, this.table)
    await tree.close()
    const stats = this.statsBuilder.stats()
    const file = this.open(this.files.stats)
    file.text(JSON.stringify(stats))
    await file.close()
    return stats
  }

  private open(name: string): OutputFile {
    return new OutputFile(this.staging.path(name), this.gzip)
  }
}
