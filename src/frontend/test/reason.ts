/** Why a test ended as it did, in a line: what stands first on its page. */

import type { Status } from '../../format/exported.ts'
import type { Part } from '../data/entry.ts'
import { cutEnd } from '../text/name.ts'
import { attachmentsOf, endOf, type Left, onlyText } from './attachments.ts'

/** A last line may be the dump of an object. */
const LONGEST = 2000

/**
 * For a failure the exception, by its first line and, as in stats, the traceback's last, or the last two
 * where the last one only announces details; null where the stream gave no reason or none is due.
 * `duration`: microseconds, NaN where it is not known.
 */
export function reasonOf(status: Status, details: Left | null, duration: number): string | null {
  if (status === 'inprogress') return 'Did not finish'
  if (status === 'unknown') return 'No status: the stream only has files of this test'
  if (status === 'uxsuccess') return 'Unexpected success'
  if (details === null) return null
  if (status === 'skip') {
    const reason = details.parts.find(({ name }) => name === 'reason') ?? onlyText(details)
    return cutEnd(textOf(reason).replace(PYTEST_SKIP, '$1'), LONGEST) || null
  }
  if (status !== 'fail' && status !== 'xfail') return null
  // so stestr and testrepository keep a test whose process died
  if (details.whole && details.parts.length === 0 && duration === 0) return LEFT_NOTHING
  const trace = attachmentsOf(details).find((one) => one.trace)?.part
  const left = trace ?? (status === 'fail' ? onlyText(details) : undefined)
  const text = textOf(left)
  const expected = FORCED.test(text) && details.parts.find(({ name }) => name === 'Failedexpectation')
  return cutEnd(exceptionOf(expected ? textOf(expected) : text), LONGEST) || null
}

/** How testtools ends a test whose `expectThat` was not met, each with a text of its own. */
export const FORCED = /Forced Test Failure$/

/** `('tests/a.py', 18, 'Skipped: no net')` */
const PYTEST_SKIP = /^(?:[^]*\n)?\('[^']*', \d+, ['"]Skipped: (.*)['"]\)$/

const LEFT_NOTHING = 'No traceback, no time: its process may have died'

export const hasTraceback = ({ parts }: Left): boolean =>
  parts.some(({ name, whole }) => name === 'traceback' && whole)

/** The last lines of a message of several may say nothing without the first, which has the exception's type. */
function exceptionOf(traceback: string): string {
  const ends = lastLines(traceback)
  const lines = traceback.split(/\r\n|\n|\r/)
  const message = lines.slice(firstOfMessage(lines), -ends.split('\n').length)
  const [head, ...more] = message.filter((line) => /[^E\s]/.test(line))
  const end = ends.replace(PYTEST, '')
  if (head === undefined || head === end) return end
  // a doctest's example stands below
  const first = head.endsWith(' example:') ? `${head} ${more.shift()?.trim()}` : head.replace(PYTEST, '')
  return [cutEnd(first, LONGEST / 2), ...(more.length > 0 ? ['…'] : []), end].join('\n')
}

/** In pytest's tracebacks the message stands before the place of the error, each line behind an `E`. */
const PYTEST = /^E(?: {2,}|\s*$)/

/** Of what was raised last; −1 where there is none. A text without frames is a message. */
function firstOfMessage(lines: readonly string[]): number {
  const frame = lines.findLastIndex((line) => /^ *File "/.test(line))
  if (frame >= 0) return lines.findIndex((line, i) => i > frame && /^\S/.test(line))
  const last = lines.findLastIndex((line) => PYTEST.test(line))
  if (last >= 0) return lines.findLastIndex((line, i) => i < last && !PYTEST.test(line)) + 1
  return lines[0].includes('Traceback') ? -1 : 0
}

export function lastLines(traceback: string): string {
  const lines = traceback.split(/\r\n|\n|\r/)
  const last = lines[lines.length - 1]
  if (/^[ |+-]+$/.test(last)) return groupLine(lines) ?? last
  if (last.includes('Details')) return lines.slice(-2).join('\n')
  // unittest's diffs end with marks
  return lines.findLast((line) => /[\p{L}\p{N}]/u.test(line)) ?? last
}

/** A group of exceptions ends with a rule; it is called what stands before the exceptions in it. */
function groupLine(lines: readonly string[]): string | undefined {
  return lines.map((line) => /^ *\| (\S.*)$/.exec(line)?.[1]).find((line) => line !== undefined)
}

/** Bytes of an attachment's end in which its last line is looked for. */
const END = 1 << 20

/** Empty where it is not whole. */
const textOf = (part: Part | undefined): string => (part?.whole ? endOf(part, END).trim() : '')
