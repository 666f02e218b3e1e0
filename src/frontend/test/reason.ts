/** Why a test ended as it did, in a line: what stands first on its page. */

import type { Status } from '../../format/exported.ts'
import type { Entry, Part } from '../data/entry.ts'
import { cutEnd } from '../text/name.ts'
import { endOf, isTraceback } from './attachments.ts'

/** A last line may be the dump of an object. */
const LONGEST = 2000

/**
 * For a failure the exception, by its first line and, as in stats, the traceback's last, or the last two
 * where the last one only announces details; null where the stream gave no reason or none is due.
 */
export function reasonOf(status: Status, details: Pick<Entry, 'parts'> | null): string | null {
  if (status === 'inprogress') return 'Did not finish'
  if (status === 'unknown') return 'No status: the stream only has files of this test'
  if (status === 'uxsuccess') return 'Unexpected success'
  if (details === null) return null
  const named = (name: string): Part | undefined => details.parts.find((one) => one.name === name)
  if (status === 'skip') return cutEnd(textOf(named('reason')), LONGEST) || null
  if (status !== 'fail' && status !== 'xfail') return null
  return cutEnd(exceptionOf(textOf(named('traceback') ?? details.parts.find(isTraceback))), LONGEST) || null
}

export const hasTraceback = ({ parts }: Pick<Entry, 'parts'>): boolean =>
  parts.some(({ name, whole }) => name === 'traceback' && whole)

/** The last lines of a message of several may say nothing without the first, which has the exception's type. */
function exceptionOf(traceback: string): string {
  const ends = lastLines(traceback)
  const lines = traceback.split(/\r\n|\n|\r/)
  const first = Math.max(firstOfMessage(lines), 0) || lines.length
  const [head, ...more] = lines.slice(first, -ends.split('\n').length).filter((line) => /[^E\s]/.test(line))
  if (head === undefined) return ends
  return [cutEnd(head.replace(PYTEST, ''), LONGEST / 2), ...(more.length > 0 ? ['…'] : []), ends].join('\n')
}

/** In pytest's tracebacks the message stands before the place of the error, each line behind an `E`. */
const PYTEST = /^E(?: {2,}|\s*$)/

/** Of what was raised last; 0 or less where there is none. */
function firstOfMessage(lines: readonly string[]): number {
  const frame = lines.findLastIndex((line) => /^ +File "/.test(line))
  if (frame >= 0) return lines.findIndex((line, i) => i > frame && /^\S/.test(line))
  const last = lines.findLastIndex((line) => PYTEST.test(line))
  return lines.findLastIndex((line, i) => i < last && !PYTEST.test(line)) + 1
}

export function lastLines(traceback: string): string {
  const lines = traceback.split(/\r\n|\n|\r/)
  const last = lines[lines.length - 1]
  if (/^[ |+-]+$/.test(last)) return groupLine(lines) ?? last
  return last.includes('Details') ? lines.slice(-2).join('\n') : last
}

/** A group of exceptions ends with a rule; it is called what stands before the exceptions in it. */
function groupLine(lines: readonly string[]): string | undefined {
  return lines.map((line) => /^ *\| (\S.*)$/.exec(line)?.[1]).find((line) => line !== undefined)
}

/** Bytes of an attachment's end in which its last line is looked for. */
const END = 1 << 20

/** Empty where it is not whole. */
const textOf = (part: Part | undefined): string => (part?.whole ? endOf(part, END).trim() : '')
