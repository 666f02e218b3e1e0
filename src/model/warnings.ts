import type { Warning, WarningKind } from '../format/exported.ts'

interface Tally {
  offset: number | null
  bytes: number | null
  count: number
  /** Offset behind the last piece: a piece that begins here belongs to the same place. */
  end: number
  reason: string
}

/** What each kind says of `count` of them; the order is the one in which they are told. */
const WORDS: Readonly<Record<WarningKind, (count: string, reason: string) => string>> = {
  damaged: (count) =>
    `${count} damaged: bytes that begin like a packet and whose checksum fails; results may be missing`,
  truncated: (_, reason) => `${reason}: results behind it are missing`,
  unreadable: (count, reason) =>
    `${count} with a good checksum and contents that break the protocol (${reason}): left out`,
  unfinished: (count) => `${count} never ended`,
  not_run: (count) => `${count} enumerated and never run`,
  unordered: (count) => `${count} ended before they started, by the stream's clock`,
  noise: (count) => `${count} of output between packets, kept as the run's output`,
  redacted: (count) => `${count} replaced by ***`,
}

const NOUNS: Readonly<Record<WarningKind, string>> = {
  damaged: 'place',
  truncated: 'place',
  unreadable: 'packet',
  unfinished: 'test',
  not_run: 'test',
  unordered: 'test',
  noise: 'place',
  redacted: 'secret',
}

const KINDS = Object.keys(WORDS) as readonly WarningKind[]

/** Collects what an input had besides good tests. */
export class WarningLog {
  private readonly tallies = new Map<WarningKind, Tally>()
  private readonly said: Warning[] = []

  /** Bytes of that kind at an offset; adjoining ones are one place. */
  bytes(kind: WarningKind, offset: number, length: number, reason: string): void {
    const tally = this.tallies.get(kind)
    if (tally === undefined) {
      this.tallies.set(kind, { offset, bytes: length, count: 1, end: offset + length, reason })
      return
    }
    if (tally.end !== offset || kind === 'unreadable') tally.count++
    tally.end = offset + length
    tally.bytes = (tally.bytes ?? 0) + length
  }

  /** That many tests. */
  tests(kind: WarningKind, count: number): void {
    if (count > 0) this.tallies.set(kind, { offset: null, bytes: null, count, end: -1, reason: '' })
  }

  /** A sentence of its own. */
  say(kind: WarningKind, message: string, offset: number | null = null): void {
    this.said.push({ kind, message, ...(offset === null ? {} : { offset }) })
  }

  list(): Warning[] {
    const counted = KINDS.flatMap((kind) => {
      const tally = this.tallies.get(kind)
      return tally === undefined ? [] : [toWarning(kind, tally)]
    })
    return [...this.said, ...counted]
  }
}

function toWarning(kind: WarningKind, { offset, bytes, count, reason }: Tally): Warning {
  const counted = `${count.toLocaleString('en-US')} ${NOUNS[kind]}${count === 1 ? '' : 's'}`
  const sized =
    bytes === null || bytes === 0 ? counted : `${counted} (${bytes.toLocaleString('en-US')} bytes)`
  const where = offset === null ? '' : `; the first at byte ${offset.toLocaleString('en-US')}`
  return {
    kind,
    message: WORDS[kind](sized, reason) + where,
    ...(offset === null ? {} : { offset }),
    ...(bytes === null ? {} : { bytes }),
    count,
  }
}
