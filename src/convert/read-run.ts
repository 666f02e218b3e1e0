import { type FileHandle, open } from 'node:fs/promises'
import { type FinishedRun, RunExport } from '../export/run-export.ts'
import type { Staging } from '../export/staging.ts'
import { V2Seeker } from '../export/v2-seeker.ts'
import type { Warning } from '../format/exported.ts'
import type { RunFiles } from '../format/file-names.ts'
import type { Hider } from '../redact/hider.ts'
import type { Redactor } from '../redact/redactor.ts'
import { noStream } from './describe.ts'
import { type ReadLimits, readOpenFile } from './input.ts'
import { InputError } from './input-error.ts'

export interface ReadRunOptions extends ReadLimits {
  readonly path: string
  /** Whether the file is a run of a repository, and so most likely version 1. */
  readonly isOfRepository: boolean
  readonly files: RunFiles
  readonly staging: Staging
  readonly gzip: boolean
  /** Null if no secrets are to be replaced. */
  readonly redactor: Redactor | null
  /** Null if there are no known secrets. */
  readonly hider: Hider | null
  /** Called with the bytes read since the last call, and the number of the run's tests so far. */
  readonly onProgress: (bytes: number, tests: number) => void
}

export interface ReadRun {
  readonly run: FinishedRun
  readonly warnings: readonly Warning[]
}

/** Reads one stream and writes its run's files. Throws if it is no subunit stream. */
export async function readRun(options: ReadRunOptions): Promise<ReadRun> {
  // opened only once: a file that replaces it meanwhile might be of the other version
  const file = await open(options.path)
  try {
    return await readOpenRun(options, file)
  } finally {
    await file.close()
  }
}

async function readOpenRun(options: ReadRunOptions, file: FileHandle): Promise<ReadRun> {
  const { files, staging, gzip, redactor, hider } = options
  const protocol = (await hasV2(options, file)) ? 'v2' : 'v1'
  const run = new RunExport({ files, staging, gzip, redactor, hider, protocol })
  try {
    const warnings = await feed(options, file, run)
    const finished = await run.finish()
    run.release()
    return { run: finished, warnings: [...warnings, ...finished.warnings] }
  } catch (error) {
    run.abandon()
    throw error
  }
}

const EMPTY: Warning = { kind: 'not_run', message: 'the input is empty: it holds no test' }

/** Feeds the whole input to the run; returns warnings if it is empty or could not be read to its end. */
async function feed(options: ReadRunOptions, file: FileHandle, run: RunExport): Promise<Warning[]> {
  const warnings: Warning[] = []
  let head = Buffer.alloc(0)
  let offset = 0
  let fromFile = 0
  const onRead = (bytes: number): void => {
    fromFile += bytes
  }
  try {
    for await (const chunk of readOpenFile(file, onRead, options, (bytes) => run.room(bytes))) {
      if (head.length < HEAD) head = Buffer.concat([head, chunk.subarray(0, HEAD - head.length)])
      // before it is written, which may end the chunk's memory
      offset += chunk.length
      run.write(chunk)
      await run.drain()
      options.onProgress(fromFile, run.tests)
      fromFile = 0
    }
  } catch (error) {
    if (!(error instanceof InputError) || head.length === 0) throw error
    warnings.push({ kind: 'truncated', message: error.message, offset })
  }
  const isStream = run.end()
  if (offset === 0) return [EMPTY]
  if (!isStream) throw noStream(head)
  return warnings
}

/** Bytes at the start of an input from which its kind is guessed if it is no stream. */
const HEAD = 4096

/** How the version 1 writers of stestr and testrepository begin a run. */
const V1_START = /^(?:time: \d{4}-|(?:test|testing|tags): )/

/**
 * Whether the input contains a valid packet of version 2. Otherwise it is read as version 1, which is certain
 * only at the end of the stream. To search text for packets costs next to nothing. A repository's run that begins
 * as version 1 is that as a whole: a packet in it is what a test of subunit's own kind attached, and must not hide
 * the run's tests.
 */
async function hasV2({ isOfRepository, ...limits }: ReadRunOptions, file: FileHandle): Promise<boolean> {
  const seeker = new V2Seeker()
  let isFirst = true
  try {
    for await (const chunk of readOpenFile(file, undefined, limits, (bytes) => seeker.room(bytes))) {
      if (isFirst && isOfRepository && V1_START.test(chunk.toString('latin1', 0, 16))) return false
      isFirst = false
      if (seeker.write(chunk)) return true
    }
    return seeker.end()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return seeker.end()
  } finally {
    seeker.release()
  }
}
