/** Reads the CSV that dstat, dool and pcp dstat write with `--output`. */

import { BlockReader } from './blocks.ts'
import { parseRows } from './cells.ts'
import { DstatError, NoLogError, type Redact } from './error.ts'
import type { LineBatch } from './lines.ts'
import { readLines } from './lines.ts'
import type { Clock, DstatLog } from './log.ts'
import { sampleNotes } from './notes.ts'
import { parseTimezone } from './timezone.ts'

export interface ReadOptions {
  /** The file's name in messages. */
  readonly input: string
  /** A zone in the form of parseTimezone, which takes precedence over the header's. */
  readonly timezone?: string | undefined
  /** Replaces secrets in what messages quote of the file. */
  readonly redact?: Redact | undefined
}

/**
 * Reads any selection of columns of dstat 0.7 and 0.8, dool, and pcp dstat; several logs in one file become
 * one log. Memory grows only with the samples, by eight bytes per value.
 *
 * Throws DstatError, which names file, line, what was found and what was expected, if the file is no such log
 * or cannot be read on (then with the cause), and TimezoneError for an invalid zone.
 */
export async function readDstat(chunks: AsyncIterable<Uint8Array>, options: ReadOptions): Promise<DstatLog> {
  const given = options.timezone === undefined ? null : parseTimezone(options.timezone)
  const { redact = (text) => text } = options
  const reader = new BlockReader(options.input, given, redact)
  let line = 0
  try {
    for await (const batch of readLines(chunks)) {
      readBatch(reader, batch)
      line = batch.first + batch.lines.length - 1
    }
    reader.finish()
  } catch (cause) {
    if (cause instanceof DstatError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    if (!reader.isLog) throw new NoLogError(`${options.input}: ${reason}`, { cause })
    throw new DstatError(`${options.input}: cannot be read after line ${line}: ${reason}`, { cause })
  }
  return finishLog(reader, redact)
}

function readBatch(reader: BlockReader, { first, lines, ended }: LineBatch): void {
  for (const [index, row] of parseRows(lines).entries()) {
    if (ended) reader.row(row, first + index, lines[index])
    else reader.cut(row, first + index, lines[index])
  }
}

function finishLog(reader: BlockReader, redact: Redact): DstatLog {
  const finished = reader.table.finish()
  return {
    clock: worstOf(reader.clocks),
    times: finished.times,
    shifts: reader.shifts ?? [],
    groups: finished.groups,
    notes: [...reader.findings.sentences(), ...sampleNotes(finished, redact)],
  }
}

/** The least certain clock of several blocks stands for the whole log. */
function worstOf(clocks: ReadonlySet<Clock>): Clock {
  const doubtful: readonly Clock[] = ['assumed', 'header', 'stated', 'given']
  return doubtful.find((clock) => clocks.has(clock)) ?? 'epoch'
}
