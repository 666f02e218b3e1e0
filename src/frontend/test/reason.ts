/** Why a test ended as it did, in a few lines, shown at the top of its page. */

import type { Status } from '../../format/exported.ts'
import { DIED, exceptionMessage, isForced, skipReason, unexpectedSuccess } from '../../reason.ts'
import type { Part } from '../data/entry.ts'
import { cutEnd } from '../text/name.ts'
import { attachmentsOf, type Details, endOf, onlyText } from './attachments.ts'

/** Characters: a last line may be the dump of an object. */
const LONGEST = 2000

/** Null if the stream gives no reason, or the status needs none. `duration`: microseconds, NaN if unknown. */
export function reasonOf(status: Status, details: Details | null, duration: number): string | null {
  if (status === 'inprogress') return 'Did not finish'
  if (status === 'unknown') return 'No status: the stream only has files of this test'
  if (status === 'uxsuccess')
    return cutEnd(unexpectedSuccess(textOf(details === null ? undefined : onlyText(details))), LONGEST)
  if (details === null) return null
  if (status === 'skip') {
    const reason = details.parts.find(({ name }) => name === 'reason') ?? onlyText(details)
    return cutEnd(skipReason(textOf(reason)), LONGEST) || null
  }
  if (status !== 'fail' && status !== 'xfail') return null
  if (details.whole && details.parts.length === 0 && duration === 0) return DIED
  const trace = attachmentsOf(details).find((one) => one.trace)?.part
  const left = trace ?? (status === 'fail' ? onlyText(details) : undefined)
  const expected = isForced(textOf(left)) && details.parts.find(({ name }) => name === 'Failedexpectation')
  return wordsOf(expected || left)
}

/** The message's first and last lines. */
function wordsOf(part: Part | undefined): string | null {
  const isWhole = part !== undefined && part.to - part.from <= END
  const { first, last, isCut } = exceptionMessage(textOf(part), isWhole)
  const lines = [...(first === null ? [] : [cutEnd(first, LONGEST / 2)]), ...(isCut ? ['…'] : []), last]
  return cutEnd(lines.join('\n'), LONGEST) || null
}

export const hasTraceback = ({ parts }: Details): boolean =>
  parts.some(({ name, whole }) => name === 'traceback' && whole)

/** Bytes at the end of an attachment that are searched for its last line. */
const END = 1 << 20

/** Empty if the part is missing or incomplete. */
const textOf = (part: Part | undefined): string => (part?.whole ? endOf(part, END).trim() : '')
