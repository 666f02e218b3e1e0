import { type FileHandle, open } from 'node:fs/promises'
import { type FinishedRun, RunExport, type RunExportOptions } from '../export/run-export.ts'
import type { Staging } from '../export/staging.ts'
import { V1Seeker } from '../export/v1-seeker.ts'
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

/** Reads one stream and writes its run's files. Throws if it is no subunit stream. */
export async function readRun(options: ReadRunOptions): Promise<FinishedRun> {
  // opened only once: a file that replaces it meanwhile might be of the other version
  const file = await open(options.path)
  try {
    return await readOpenRun(options, file)
  } finally {
    await file.close()
  }
}

async function readOpenRun(options: ReadRunOptions, file: FileHandle): Promise<FinishedRun> {
  const { files, staging, gzip, redactor, hider } = options
  const recognised = await recognise(options, file)
  const run = new RunExport({ files, staging, gzip, redactor, hider, ...recognised })
  try {
    const finished = await run.finish(await feed(options, file, run))
    run.release()
    return finished
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
  let read = ''
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
    read = `, as far as it could be read (${error.fault})`
  }
  const isStream = run.end()
  if (offset === 0) return [EMPTY]
  if (!isStream) throw noStream(head, read, options.redactor?.redacted(head, head.length === offset) ?? head)
  return warnings
}

/** Bytes at the start of an input from which its kind is guessed if it is no stream. */
const HEAD = 4096

/** How version 1's writers begin a stream. */
const V1_START = /^(?:time: \d{4}-|(?:test|testing|tags): |progress: (?:push|pop|[+-]?\d))/

type Recognised = Pick<RunExportOptions, 'protocol' | 'mayBeMixed'>

const V1: Recognised = { protocol: 'v1', mayBeMixed: false }
const V1_WITH_PACKETS: Recognised = { protocol: 'v1', mayBeMixed: true }
const V2: Recognised = { protocol: 'v2', mayBeMixed: true }

/**
 * The protocol of the input: version 2 if it contains a valid packet of that, but for streams of version 1 whose
 * tests attached or printed one, which must not hide the tests. Otherwise it is read as version 1, which is certain
 * only at the end of the stream. To search text for packets costs next to nothing.
 */
async function recognise(
  { isOfRepository, ...limits }: ReadRunOptions,
  file: FileHandle,
): Promise<Recognised> {
  const seeker = new V2Seeker()
  let beginsAsV1: boolean | null = null
  let packet: number | null = null
  try {
    for await (const chunk of readOpenFile(file, undefined, limits, (bytes) => seeker.room(bytes))) {
      beginsAsV1 ??= V1_START.test(chunk.toString('latin1', 0, 16))
      // what is not is told while it is read: to search all of it first takes a tenth as long as the export
      if (beginsAsV1 && isOfRepository) return V1_WITH_PACKETS
      if (!seeker.write(chunk)) continue
      packet = seeker.foundAt
      break
    }
    if (packet === null && seeker.end()) packet = seeker.foundAt
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    if (seeker.end()) packet = seeker.foundAt
  } finally {
    seeker.release()
  }
  if (packet === null) return V1
  return packet === 0 ? V2 : behindText(packet, beginsAsV1 ?? false, limits, file)
}

/** The protocol of an input whose first packet, at that offset, has text before it. */
async function behindText(
  packet: number,
  beginsAsV1: boolean,
  limits: ReadLimits,
  file: FileHandle,
): Promise<Recognised> {
  const seeker = new V1Seeker()
  try {
    let left = packet
    for await (const chunk of readOpenFile(file, undefined, limits)) {
      const before = chunk.subarray(0, left)
      left -= before.length
      seeker.write(before)
      if (left === 0) break
    }
    // a script's "test: x" before the packets is no test of version 1
    const isTest = seeker.hasEndedTest || seeker.isInTimedTest
    return seeker.isInDetails || (beginsAsV1 && isTest) ? V1_WITH_PACKETS : V2
  } catch (error) {
    // the file shrank since it was searched, which is told when it is read
    if (error instanceof InputError) return V2
    throw error
  } finally {
    seeker.release()
  }
}
