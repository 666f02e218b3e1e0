/** Why a test ended as it did, in a few lines, shown at the top of its page. */

import type { Status } from '../../format/exported.ts'
import type { Part } from '../data/entry.ts'
import { cutEnd } from '../text/name.ts'
import { attachmentsOf, type Details, endOf, onlyText } from './attachments.ts'

/** Characters: a last line may be the dump of an object. */
const LONGEST = 2000

/**
 * For a failure: the first line of the exception's message, and the traceback's last line as in the
 * statistics, or the last two if the last only announces details. Null if the stream gives no reason, or the
 * status needs none. `duration`: microseconds, NaN if unknown.
 */
export function reasonOf(status: Status, details: Details | null, duration: number): string | null {
  if (status === 'inprogress') return 'Did not finish'
  if (status === 'unknown') return 'No status: the stream only has files of this test'
  if (status === 'uxsuccess') return 'Unexpected success'
  if (details === null) return null
  if (status === 'skip') {
    const reason = details.parts.find(({ name }) => name === 'reason') ?? onlyText(details)
    return cutEnd(textOf(reason).replace(PYTEST_SKIP, '$1'), LONGEST) || null
  }
  if (status !== 'fail' && status !== 'xfail') return null
  // this is how stestr and testrepository record a test whose process died
  if (details.whole && details.parts.length === 0 && duration === 0) return LEFT_NOTHING
  const trace = attachmentsOf(details).find((one) => one.trace)?.part
  const left = trace ?? (status === 'fail' ? onlyText(details) : undefined)
  const text = textOf(left)
  const expected = FORCED.test(text) && details.parts.find(({ name }) => name === 'Failedexpectation')
  return cutEnd(exceptionOf(expected ? textOf(expected) : text), LONGEST) || null
}

/** End of a testtools traceback for unmet `expectThat`s, each of which has an attachment of its own. */
export const FORCED = /Forced Test Failure$/

/** `('tests/a.py', 18, 'Skipped: no net')` */
const PYTEST_SKIP = /^(?:[^]*\n)?\('[^']*', \d+, ['"]Skipped: (.*)['"]\)$/

const LEFT_NOTHING = 'No traceback, no time: its process may have died'

export const hasTraceback = ({ parts }: Details): boolean =>
  parts.some(({ name, whole }) => name === 'traceback' && whole)

/** With the message's first line, which has the exception's type: the last may say nothing without it. */
function exceptionOf(traceback: string): string {
  const ends = lastLines(traceback)
  const lines = traceback.split(/\r\n|\n|\r/)
  const message = lines.slice(firstOfMessage(lines), -ends.split('\n').length)
  const [head, ...more] = message.filter((line) => /[^E\s]/.test(line))
  const end = ends.replace(PYTEST, '')
  if (head === undefined || head === end) return end
  // the example of a doctest is on the next line
  const first = head.endsWith(' example:') ? `${head} ${more.shift()?.trim()}` : head.replace(PYTEST, '')
  return [cutEnd(first, LONGEST / 2), ...(more.length > 0 ? ['…'] : []), end].join('\n')
}

/** In pytest's tracebacks the message precedes the error's location; each of its lines begins with `E`. */
const PYTEST = /^E(?: {2,}|\s*$)/

/** First line of the message raised last; −1 for none. A text without frames is a message as a whole. */
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
  if (last.includes('Details')) return lines.slice(-2).join('\n')
  // unittest's diffs end with lines of marks
  return groupLine(lines) ?? lines.findLast((line) => /[\p{L}\p{N}]/u.test(line)) ?? last
}

/** The message of an exception group. Its traceback ends with a rule, as a table in a message does. */
function groupLine(lines: readonly string[]): string | undefined {
  const head = lines.findLastIndex((line) => /^ *\+ Exception Group Traceback /.test(line))
  if (head < 0 || !/^[ |+-]+$/.test(lines[lines.length - 1])) return undefined
  return lines
    .slice(head)
    .map((line) => /^ *\| (\S.*)$/.exec(line)?.[1])
    .find((line) => line !== undefined)
}

/** Bytes at the end of an attachment that are searched for its last line. */
const END = 1 << 20

/** Empty if the part is missing or incomplete. */
const textOf = (part: Part | undefined): string => (part?.whole ? endOf(part, END).trim() : '')
