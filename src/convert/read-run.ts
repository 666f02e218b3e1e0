import { stat } from 'node:fs/promises'
import { RunExport, type RunFiles } from '../export/run-export.ts'
import type { Staging } from '../export/staging.ts'
import type { Warning } from '../format/exported.ts'
import { AttachmentStore } from '../model/attachments.ts'
import { RunBuilder } from '../model/build-run.ts'
import type { Redactor } from '../redact/redactor.ts'
import { createDecoder, describeBytes, type Protocol, ProtocolProbe } from '../subunit/detect.ts'
import { InputError, readChunks } from './input.ts'
import { RedactedAttachments } from './redacted-attachments.ts'

export interface ReadRunOptions {
  readonly path: string
  readonly files: RunFiles
  readonly staging: Staging
  readonly gzip: boolean
  /** null where nothing is to be replaced. */
  readonly redactor: Redactor | null
  /** Told the bytes read since it was last called, and the tests of the run so far. */
  readonly onProgress: (bytes: number, tests: number) => void
  readonly signal?: AbortSignal | undefined
}

export interface ReadRun {
  readonly run: RunExport
  readonly warnings: readonly Warning[]
}

/** Reads one stream and writes its run's raw and details; throws where it is no subunit stream. */
export async function readRun(options: ReadRunOptions): Promise<ReadRun> {
  const { path, files, staging, gzip, redactor } = options
  const protocol = await detectProtocol(path)
  const store = new AttachmentStore(staging.scratch(`${files.details}.attachments`))
  const redacted = redactor === null ? null : new RedactedAttachments(store, redactor)
  const run = new RunExport(files, staging, gzip, redacted ?? store)
  try {
    const builder = new RunBuilder(run, store)
    if (protocol === null) builder.warnings.say('not_run', 'the input is empty: it holds no test')
    else await decode(options, protocol, builder, run)
    builder.end()
    warnOfTestsNotRun(builder, run)
    builder.warnings.tests('redacted', redacted?.count ?? 0)
    return { run, warnings: builder.warnings.list() }
  } catch (error) {
    await run.abandon()
    throw error
  } finally {
    store.close()
  }
}

async function decode(
  options: ReadRunOptions,
  protocol: Protocol,
  builder: RunBuilder,
  run: RunExport,
): Promise<void> {
  const decoder = createDecoder(protocol, builder)
  let offset = 0
  let fromFile = 0
  try {
    for await (const chunk of readChunks(options.path, (bytes) => (fromFile += bytes))) {
      options.signal?.throwIfAborted()
      decoder.write(chunk)
      offset += chunk.length
      await run.drain()
      options.onProgress(fromFile, run.table.count)
      fromFile = 0
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    builder.warnings.say('truncated', error.message, offset)
  }
  decoder.end()
}

/** The protocol, null for zero bytes; throws where the bytes are neither. */
async function detectProtocol(path: string): Promise<Protocol | null> {
  if ((await stat(path)).size === 0) return null
  const probe = new ProtocolProbe()
  let head = Buffer.alloc(0)
  try {
    for await (const chunk of readChunks(path)) {
      if (head.length === 0) head = Buffer.from(chunk.subarray(0, 4096))
      if (!probe.write(chunk)) return 'v2'
    }
  } catch (error) {
    if (!(error instanceof InputError) || head.length === 0) throw error
  }
  if (head.length === 0) return null
  const protocol = probe.end()
  if (protocol !== null) return protocol
  throw new Error(
    `neither subunit version 2 nor version 1; it looks like ${describeBytes(head)}. ` +
      'Give a stream as `stestr last --subunit` or `python -m subunit.run` print it',
  )
}

function warnOfTestsNotRun(builder: RunBuilder, run: RunExport): void {
  const missing = new Set(builder.enumerated)
  if (missing.size === 0) return
  for (let n = 0; n < run.table.count; n++) missing.delete(run.table.id(n))
  builder.warnings.tests('not_run', missing.size)
}
