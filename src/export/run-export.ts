import { STATUSES, type StatsFailure, type Warning } from '../format/exported.ts'
import type { RunFiles } from '../format/file-names.ts'
import type { Hider } from '../redact/hider.ts'
import type { Redactor } from '../redact/redactor.ts'
import { type DetailsLayout, writeDetailsIndex } from './details-index.ts'
import { Engine, type EngineClient, FILES, LISTS } from './engine.ts'
import { engineWarnings } from './engine-warnings.ts'
import { JsonList } from './json-list.ts'
import { OtherVersion } from './other-version.ts'
import { OutputFile, type Stored, writeOutput } from './output-file.ts'
import { readSlowest, type SlowTest } from './slowest.ts'
import { SpillFile } from './spill-file.ts'
import type { Staging } from './staging.ts'
import { type RunStats, writeStats } from './stats.ts'
import { timestamp } from './time-text.ts'

/** Bytes of attachments of open tests that the engine keeps in memory; it spills the rest to a file. */
const MAX_IN_MEMORY = 16 << 20

export type Protocol = 'v1' | 'v2'

/** Names of the engine's constants for the protocols. */
const DECODING: Readonly<Record<Protocol, string>> = { v1: 'V1', v2: 'V2' }

/** A run whose files are finished. */
export interface FinishedRun {
  readonly stats: RunStats
  readonly warnings: readonly Warning[]
  /** Number of tests per status, in the order of STATUSES. */
  readonly counts: readonly number[]
  /** The longest tests, longest first; durations in seconds. */
  readonly slowest: readonly SlowTest[]
  /** First start and last end in microseconds since the epoch; null if no test has times. */
  readonly span: { readonly start: number; readonly end: number } | null
  /** The layout of details. */
  readonly layout: DetailsLayout
  /** The columns file in its two parts: what drawing needs, and the tests' identities. */
  readonly columns: Stored
  /** Equal for runs with equal tests, statuses and times, in any order. */
  readonly fingerprint: string
}

/** A run, with the names of its files. */
export interface WrittenRun {
  readonly files: RunFiles
  readonly run: FinishedRun
}

/** What to export, and where to. */
export interface RunExportOptions {
  readonly files: RunFiles
  readonly staging: Staging
  readonly gzip: boolean
  readonly protocol: Protocol
  /** Whether tests of the other version may be between the tests. */
  readonly mayBeMixed: boolean
  /** Null if no secrets are to be replaced. */
  readonly redactor: Redactor | null
  /** Overwrites secrets in ids, tags, types and names of attachments; null for none. */
  readonly hider: Hider | null
}

/** Writes the files of one run while its stream is read. */
export class RunExport {
  private readonly files: RunFiles
  private readonly staging: Staging
  private readonly gzip: boolean
  private readonly spill: SpillFile
  private readonly outputs: OutputFile[] = []
  private readonly lists: readonly JsonList[]
  private readonly engine: Engine
  private readonly other: OtherVersion
  private readonly redactor: Redactor | null
  private readonly hider: Hider | null
  private readonly sawSecret: (chunk: Buffer) => boolean
  private isHiding = false
  private readonly redactedBefore: number

  constructor({ files, staging, gzip, protocol, mayBeMixed, redactor, hider }: RunExportOptions) {
    this.files = files
    this.staging = staging
    this.gzip = gzip
    this.spill = new SpillFile(staging.scratch(`${files.details}.attachments`))
    this.lists = LISTS.map(() => new JsonList(staging.lists))
    this.redactedBefore = redactor?.count ?? 0
    this.redactor = redactor
    this.hider = hider
    this.sawSecret = hider === null ? () => false : hider.watch()
    this.other = new OtherVersion(protocol)
    this.engine = Engine.take(this.client())
    try {
      for (const name of FILES) this.outputs.push(new OutputFile(staging.path(files[name]), gzip))
      this.engine.redactBy(redactor)
      this.engine.hideBy(null)
      this.engine.exports.begin(this.engine.number(DECODING[protocol]), MAX_IN_MEMORY)
      if (mayBeMixed) this.engine.exports.tapNoise()
    } catch (error) {
      this.abandon()
      throw error
    }
  }

  /** Tests exported so far. */
  get tests(): number {
    return this.engine.number('rowCount')
  }

  /** Memory that the stream's next bytes may be read into, to spare `write` a copy. */
  room(length: number): Buffer {
    return this.engine.room(length)
  }

  /** Takes the stream's next bytes. */
  write(chunk: Buffer): void {
    if (!this.isHiding && this.sawSecret(chunk)) {
      this.isHiding = true
      this.engine.hideBy(this.hider)
    }
    this.engine.write(chunk)
  }

  /** Waits until the output files have caught up. */
  async drain(): Promise<void> {
    if (!this.gzip) return
    for (const output of this.outputs) await output.drain()
  }

  /** Ends the stream; false if it was not a stream of a known protocol. */
  end(): boolean {
    const { exports } = this.engine
    exports.endStream()
    this.other.finish()
    return exports.hasV2() !== 0 || exports.isV1() !== 0
  }

  /** Finishes and closes all files of the run. `known`: warnings about its input. */
  async finish(known: readonly Warning[]): Promise<FinishedRun> {
    const { engine } = this
    engine.exports.finish()
    while (engine.exports.writeRest() !== 0) await this.drain()
    for (const output of this.outputs) await output.close()
    this.spill.close()
    const finished = this.finished(known)
    const { files, staging, gzip } = this
    await writeOutput(staging.path(files.index), gzip, (out) => writeDetailsIndex(out, finished.layout))
    await writeOutput(staging.path(files.stats), gzip, (out) => writeStats(out, finished.stats))
    return finished
  }

  /** Releases the engine; to be called after `finish`. */
  release(): void {
    Engine.release(this.engine)
  }

  /** Closes the files of a run that cannot be finished, and releases the engine. */
  abandon(): void {
    for (const output of this.outputs) output.abandon()
    this.spill.close()
    this.other.release()
    this.release()
  }

  private finished(known: readonly Warning[]): FinishedRun {
    const { engine } = this
    const [start, end] = [engine.time('firstStart'), engine.time('lastEnd')]
    const counts = engine.bytes(engine.number('counts'), STATUSES.length * 4)
    return {
      stats: this.stats(),
      warnings: engineWarnings(engine, (this.redactor?.count ?? 0) - this.redactedBefore, this.redactor, [
        ...known,
        ...this.other.warnings,
      ]),
      counts: STATUSES.map((_, i) => counts.readUInt32LE(i * 4)),
      slowest: readSlowest(engine),
      span: start === null || end === null ? null : { start: Number(start), end: Number(end) },
      layout: this.layout(),
      columns: this.stored('columns'),
      fingerprint: engine
        .bytes(engine.number('fingerprint'), engine.number('FINGERPRINT_SIZE'))
        .toString('hex'),
    }
  }

  private stats(): RunStats {
    const { engine } = this
    const failures = this.list('failures')
    const time = (name: string): string | null => {
      const micros = engine.time(name)
      return micros === null ? null : timestamp(micros)
    }
    return {
      totals: {
        count: this.tests,
        start: time('firstStart'),
        end: time('lastEnd'),
        total_duration: engine.number('totalDuration') / 1e6,
      },
      failures,
      skips: this.list('skips'),
      firstFailures: failures.first(engine.number('shownLength')) as StatsFailure[],
    }
  }

  private layout(): DetailsLayout {
    const { engine } = this
    const whole = { start: engine.number('wholeStart'), length: engine.number('wholeLength') }
    return {
      tests: this.tests,
      gaps: this.list('gaps'),
      lengths: this.list('lengths'),
      statuses: this.list('statuses'),
      whole: whole.length === 0 ? null : whole,
      stored: this.stored('details'),
    }
  }

  private list(name: (typeof LISTS)[number]): JsonList {
    return this.lists[LISTS.indexOf(name)]
  }

  private stored(file: (typeof FILES)[number]): Stored {
    return this.outputs[FILES.indexOf(file)].stored
  }

  private client(): EngineClient {
    return {
      write: (file: number, bytes: Buffer) => {
        if (file < FILES.length) this.outputs[file].write(bytes)
        else this.lists[file - FILES.length].append(bytes)
      },
      cut: (file: number) => this.outputs[file].cut(),
      spill: (bytes: Buffer) => this.spill.append(bytes),
      unspill: (place: number, bytes: Buffer) => this.spill.read(place, bytes),
      forgetSpilled: () => this.spill.clear(),
      noise: (bytes: Buffer, offset: number, isInTest: boolean) => this.other.write(bytes, offset, isInTest),
    }
  }
}
