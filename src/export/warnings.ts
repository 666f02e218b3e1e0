import type { Warning, WarningKind } from '../format/exported.ts'
import { formatCount, plural } from '../words/number.ts'

/** How often one kind of damage or oddity occurred in an input. */
export interface Tally {
  readonly kind: WarningKind
  /** Number of places, packets, suites, tests or secrets. */
  readonly count: number
  /** Offset of the first place in the stream, and bytes of all places; null if the kind has no place. */
  readonly offset?: number | null
  readonly bytes?: number | null
  /** Reason at the first place. */
  readonly reason?: string
  /** Whether the first place is in details of version 1, which has lines instead of packets. */
  readonly isInDetails?: boolean
  /** As in Warning. */
  readonly missing?: number
  /** Whether parts of the stream were lost, so that these tests may have run. */
  readonly isPart?: boolean
  /** Whether a test failed, at which the run may have stopped. */
  readonly hasFailure?: boolean
  readonly names?: readonly string[]
}

/** The message of each kind; `count` is the number with its noun. */
const WORDS: Readonly<Record<WarningKind, (count: string, reason: string, isInDetails: boolean) => string>> =
  {
    damaged: (count) =>
      `${count} damaged: bytes that begin like a packet and whose checksum fails; results may be missing`,
    truncated: (_, reason) => `${reason}: results after it are missing`,
    unreadable: (count, reason, isInDetails) =>
      isInDetails
        ? `${count} of details that break the protocol (${reason}): left out`
        : `${count} with a good checksum and contents that break the protocol (${reason}): left out`,
    suite_failed: (count) => `${count} failed as a whole, as the run's output says; results may be missing`,
    unfinished: (count) => `${count} did not finish`,
    not_run: (count) => `${count} enumerated and never run`,
    unordered: (count) => `${count} with an end before the start, by the stream's clock`,
    noise: (count) => `${count} of output between packets, kept as the run's output`,
    redacted: (count) => `${count} replaced by ***`,
  }

const NOUNS: Readonly<Record<WarningKind, string>> = {
  damaged: 'place',
  truncated: 'place',
  unreadable: 'packet',
  suite_failed: 'suite',
  unfinished: 'test',
  not_run: 'test',
  unordered: 'test',
  noise: 'place',
  redacted: 'secret',
}

/** The warning that words a tally. */
export function toWarning({
  kind,
  count,
  offset = null,
  bytes = null,
  reason = '',
  isInDetails = false,
  missing = 0,
  isPart = false,
  hasFailure = false,
  names,
}: Tally): Warning {
  const counted = plural(count, isInDetails ? 'line' : NOUNS[kind])
  const sized = bytes === null || bytes === 0 ? counted : `${counted} (${formatCount(bytes)} bytes)`
  const where = offset === null ? '' : `; the first at byte ${formatCount(offset)}`
  return {
    kind,
    message:
      WORDS[kind](sized, reason, isInDetails) +
      where +
      (isPart ? ', as far as the stream could be read' : missingWords(missing, count, hasFailure)),
    ...(offset === null ? {} : { offset }),
    ...(bytes === null ? {} : { bytes }),
    count,
    ...(missing > 0 && { missing }),
    ...(names !== undefined && names.length > 0 && { names }),
  }
}

function missingWords(missing: number, all: number, hasFailure: boolean): string {
  if (missing === 0) return ''
  const which = missing === all ? '' : `, ${formatCount(missing)} of them`
  return `${which} for no reason that the stream tells: their process may have died${hasFailure ? ', or the run stopped at a failure' : ''}`
}
