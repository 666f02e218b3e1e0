import {
  FAILURE_STATUSES,
  type Stats,
  type StatsFailure,
  type StatsSkip,
  type Status,
} from '../format/exported.ts'
import type { Attachment, AttachmentReader } from '../model/attachments.ts'
import type { Test } from '../model/run.ts'
import { attachmentText, renderingOf } from './attachment-text.ts'
import { attachmentKey } from './keys.ts'
import { seconds, timestamp } from './time-text.ts'

const SAID: Readonly<Partial<Record<Status, string>>> = {
  uxsuccess: 'Unexpected success',
  inprogress: 'Did not finish',
  unknown: 'No status',
}

// what `str.strip` takes off in Python, which wrote these files before
const SPACE = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`
const SPACE_AT_START = new RegExp(`^${SPACE}+`)
const IS_SPACE = new RegExp(SPACE)

/** Of a traceback the last line is wanted; one attachment may have gigabytes. */
const MAX_TEXT = 1 << 20

/** Adds up a run's statistics while its tests go by. */
export class StatsBuilder {
  private readonly store: AttachmentReader
  private readonly failures: StatsFailure[] = []
  private readonly skips: StatsSkip[] = []
  private count = 0
  /** Microseconds since the epoch: the earliest start, the latest end. */
  start: number | null = null
  end: number | null = null
  /** Microseconds, so that the sum is exact. */
  private total = 0

  constructor(store: AttachmentReader) {
    this.store = store
  }

  test(test: Test): void {
    const { name, start, end, status } = test
    const duration = seconds(start, end)
    this.count++
    if (start !== null && (this.start === null || start < this.start)) this.start = start
    if (end !== null && (this.end === null || end > this.end)) this.end = end
    if (start !== null && end !== null) this.total += end - start
    if (status === 'skip') {
      this.skips.push({ name, duration, details: this.text(test, 'reason') })
    } else if (FAILURE_STATUSES.has(status)) {
      const said = SAID[status]
      this.failures.push({ name, duration, details: said === undefined ? this.lastLines(test) : [said] })
    }
  }

  stats(): Stats {
    return {
      count: this.count,
      start: this.start === null ? null : timestamp(this.start),
      end: this.end === null ? null : timestamp(this.end),
      total_duration: this.total / 1e6,
      failures: this.failures,
      skips: this.skips,
    }
  }

  private lastLines(test: Test): readonly string[] | null {
    const text = this.text(test, 'traceback')
    return text === null ? null : lastLines(text)
  }

  /** The first attachment that has that key. */
  private text(test: Test, key: string): string | null {
    for (const [name, attachment] of test.attachments) {
      if (attachment.size > 0 && attachmentKey(name) === key) return this.decode(attachment)
    }
    return null
  }

  /** The last MAX_TEXT bytes of it, which are all of any that a person wrote. */
  private decode(attachment: Attachment): string {
    const pieces: Buffer[] = []
    let size = 0
    for (const piece of this.store.read(attachment)) {
      pieces.push(Buffer.from(piece))
      size += piece.length
      while (size - pieces[0].length >= MAX_TEXT) size -= pieces.shift()?.length ?? 0
    }
    return attachmentText(renderingOf(attachment.mimeType), Buffer.concat(pieces).subarray(-MAX_TEXT))
  }
}

/** The last line of a traceback, or the last two where the last has `Details`; null for no text. */
export function lastLines(traceback: string): readonly string[] | null {
  let end = traceback.length
  while (end > 0 && IS_SPACE.test(traceback[end - 1])) end--
  const lines = traceback
    .slice(0, end)
    .replace(SPACE_AT_START, '')
    .split(/\r\n|\n|\r/)
    .slice(-2)
  const wanted = lines.length === 2 && !lines[1].includes('Details') ? lines.slice(1) : lines
  return wanted.length === 1 && wanted[0] === '' ? null : wanted
}
