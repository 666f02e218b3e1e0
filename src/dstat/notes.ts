/** Words what a reader should know about how a log was read. */

import { formatCount } from '../words/number.ts'
import { quoteFound, type Redact, UNWRITTEN } from './error.ts'
import type { Finished } from './samples.ts'

export const TIMEZONE_REMEDY = '--dstat-timezone (input dstat-timezone) settles it.'

export type Finding =
  /** A line above the first header. */
  | 'above'
  /** A block's first sample, left out. */
  | 'first'
  /** A row that is truncated, by the end of the file or because the tool was killed. */
  | 'cut'
  /** An unclosed quote. */
  | 'broken'
  /** A row with other columns than the header. */
  | 'misfit'
  | 'untimed'
  /** A time computed from the header and the interval. */
  | 'counted'
  /** Rows under titles that could not be read. */
  | 'lost'
  | 'missed'
  | 'bits'
  /** The zone is not known and was read as UTC; the text is the header's zone. */
  | 'assumed'
  /** No samples at all. */
  | 'empty'

interface Found {
  count: number
  readonly line: number
  readonly text: string
}

export class Findings {
  private readonly found = new Map<Finding, Found>()
  private readonly redact: Redact

  constructor(redact: Redact) {
    this.redact = redact
  }

  count(finding: Finding, line: number, text = ''): void {
    const known = this.found.get(finding)
    if (known === undefined) this.found.set(finding, { count: 1, line, text: this.redact(text) })
    else known.count += 1
  }

  first(finding: Finding): { readonly line: number; readonly text: string } | null {
    return this.found.get(finding) ?? null
  }

  /** The sentences, in the order of SENTENCES. */
  sentences(): string[] {
    return SENTENCES.flatMap(([finding, sentence]) => {
      const found = this.found.get(finding)
      return found === undefined ? [] : [sentence(found)]
    })
  }
}

const counted = (count: number, one: string, more: string): string =>
  count === 1 ? one : `${formatCount(count)} ${more}`

const lines = (count: number): string => counted(count, '1 line', 'lines')
const rows = (count: number): string => counted(count, '1 row', 'rows')

const where = ({ count, line }: Found): string => (count === 1 ? `line ${line}` : `the first is line ${line}`)

const SENTENCES: readonly (readonly [Finding, (found: Found) => string])[] = [
  ['empty', () => `The log holds no samples: ${UNWRITTEN}.`],
  [
    'above',
    (found) =>
      `${lines(found.count)} above the header (${where(found)}: ${quoteFound(found.text)}): left out.`,
  ],
  [
    'first',
    ({ count }) =>
      `${count === 1 ? 'The first sample is' : `The first sample of each of ${count} starts is`} left out: ` +
      'it holds averages since the machine was booted. (A log cut out of a longer one loses a true ' +
      'sample by this.)',
  ],
  ['cut', (found) => `${rows(found.count)} cut off in the middle (${where(found)}): left out.`],
  ['broken', (found) => `${rows(found.count)} with a quote that nothing closes (${where(found)}): left out.`],
  [
    'misfit',
    (found) => `${rows(found.count)} with other columns than the titles (${where(found)}): left out.`,
  ],
  [
    'untimed',
    (found) => `${rows(found.count)} without a time (${where(found)}: ${quoteFound(found.text)}): left out.`,
  ],
  ['lost', (found) => `${rows(found.count)} below titles that cannot be read (${where(found)}): left out.`],
  [
    'missed',
    ({ count }) => `The tool was late for some samples, and said so ${counted(count, 'once', 'times')}.`,
  ],
  ['bits', () => 'dool counts network and disks in bits unless told --bytes; here they are bytes.'],
  ['counted', () => "The log has no column of times: they are counted from the header's date."],
  ['assumed', ({ text }) => `${doubtOf(text)}: the times are read as UTC. ${TIMEZONE_REMEDY}`],
]

function doubtOf(zone: string): string {
  return zone === ''
    ? 'The header names no time zone'
    : `The header's time zone, ${quoteFound(zone)}, is not certain`
}

/** Notes about the samples themselves. */
export function sampleNotes({ texts, words, backwards }: Finished, redact: Redact): string[] {
  const notes: string[] = []
  if (texts.length > 0) {
    const named = texts.slice(0, 5).map((text) => quoteFound(redact(text)))
    const more = texts.length > 5 ? ` and ${texts.length - 5} more` : ''
    notes.push(`Columns that hold words, not numbers, are left out: ${named.join(', ')}${more}.`)
  }
  if (words > 0) {
    const cells = counted(
      words,
      '1 cell holds a word where a number belongs',
      'cells hold words where numbers belong',
    )
    notes.push(`${cells}: left blank.`)
  }
  if (backwards > 0) {
    notes.push(
      `The clock went back ${counted(backwards, 'once', 'times')}: the samples are put in the order of their times.`,
    )
  }
  return notes
}
