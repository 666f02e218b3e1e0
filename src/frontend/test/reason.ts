/** Why a test ended as it did, in a line: what stands first on its page. */

import type { Status } from '../../format/exported.ts'
import type { Entry } from '../data/entry.ts'
import { cutEnd } from '../text/name.ts'
import { endOf } from './attachments.ts'

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
  if (status === 'skip') return cutEnd(textOf(details, 'reason') ?? '', LONGEST) || null
  if (status !== 'fail' && status !== 'xfail') return null
  const traceback = textOf(details, 'traceback')
  return traceback === null ? null : cutEnd(exceptionOf(traceback), LONGEST)
}

/** The last lines of a message of several may say nothing without the first, which has the exception's type. */
function exceptionOf(traceback: string): string {
  const ends = lastLines(traceback)
  const lines = traceback.trim().split(/\r\n|\n|\r/)
  const frame = lines.findLastIndex((line) => /^ +File "/.test(line))
  const first = frame < 0 ? -1 : lines.findIndex((line, i) => i > frame && /^\S/.test(line))
  const left = lines.length - ends.split('\n').length - first
  if (first < 0 || left <= 0) return ends
  return [cutEnd(lines[first], LONGEST / 2), ...(left > 1 ? ['…'] : []), ends].join('\n')
}

export function lastLines(traceback: string): string {
  const lines = traceback.trim().split(/\r\n|\n|\r/)
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

function textOf({ parts }: Pick<Entry, 'parts'>, name: string): string | null {
  const part = parts.find((one) => one.name === name)
  const text = part?.whole ? endOf(part, END).trim() : ''
  return text === '' ? null : text
}
