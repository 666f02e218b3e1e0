/** Finds why a test failed or was skipped if the end of its `traceback` or its `reason` does not say so. */

import type { ConvertedRun, SkipReason } from '../convert.ts'
import { type StatsFailure, UNENDED_DETAILS } from '../format/exported.ts'
import {
  DIED,
  isForced,
  messageOf,
  namesException,
  skipReason,
  UNEXPECTED,
  unexpectedSuccess,
} from '../reason.ts'
import { cut } from '../words/text.ts'
import { addUp } from './skip-reasons.ts'
import { readFailedTests, readSkippedTests, type ToldTest } from './test-texts.ts'

/** Failures per run that are examined: a user with more of them opens the report. */
const LOOKED_AT = 100
/** Skips per run that are examined: they are short, and are only counted. */
const SKIPS_LOOKED_AT = 1000

/** Characters at the end of a text, which may be a long log, that are examined. */
const LONGEST_END = 64 << 10
/** Maximum length of a line of the statistics. */
const LONGEST_WORDS = 4096

/** What the statistics say of failures that have no exception. */
const NO_EXCEPTION: ReadonlySet<string> = UNENDED_DETAILS

/**
 * Adds better reasons to the failures and skips of runs. A failure gets one if its statistics have none, as
 * for pytest-subunit, or if its traceback ends inside a message, such as unittest's `?        ^`, or with
 * testtools' note that an expectation was not met. A skip gets one if its test left a single text.
 */
export async function withLastWords(data: string, runs: readonly ConvertedRun[]): Promise<ConvertedRun[]> {
  const told: ConvertedRun[] = []
  for (const run of runs)
    told.push({ ...run, failures: await failuresOf(data, run), skips: await skipsOf(data, run) })
  return told
}

async function skipsOf(data: string, { entry, skips }: ConvertedRun): Promise<readonly SkipReason[]> {
  if (!skips.some(({ reason }) => reason === null)) return skips
  try {
    const told: SkipReason[] = []
    for await (const { text } of readSkippedTests(data, entry, SKIPS_LOOKED_AT))
      if (text !== null)
        told.push({ reason: structuredClone(cut(skipReason(text), LONGEST_WORDS)), tests: 1 })
    return addUp([...told, ...skips, { reason: null, tests: -told.length }])
  } catch {
    return skips
  }
}

async function failuresOf(data: string, { entry, failures }: ConvertedRun): Promise<readonly StatsFailure[]> {
  const last = failures.slice(0, LOOKED_AT).findLastIndex(isVague)
  if (last < 0) return failures
  try {
    const told: StatsFailure[] = []
    // failures and these tests are both in the order of raw
    for await (const test of readFailedTests(data, entry, last + 1)) {
      const failure = failures[told.length]
      const words = isVague(failure) ? wordsOf(failure, test) : []
      told.push(words.length === 0 ? failure : { ...failure, details: structuredClone(words) })
    }
    return [...told, ...failures.slice(told.length)]
  } catch {
    return failures // the export is complete without these texts, and lists the failures
  }
}

const isVague = ({ details }: StatsFailure): boolean =>
  details === null || (details.length === 1 && !NO_EXCEPTION.has(details[0]) && !namesException(details[0]))

/** The first line of the message of the text's last exception; empty if there is none. */
export function exceptionOf(text: string): string {
  const end = text.trimEnd().slice(-LONGEST_END)
  const { first, last } = messageOf(end, end.length < LONGEST_END)
  return (first ?? last).split('\n')[0].trim()
}

/** Empty if the test's text says no more than its statistics. */
function wordsOf({ duration, details }: StatsFailure, { text }: ToldTest): string[] {
  if (text === '' && details === null && duration === 0) return [DIED]
  if (details?.[0] === UNEXPECTED) return [cut(unexpectedSuccess(text), LONGEST_WORDS)]
  if (text === null || text.trim() === '' || (details !== null && isForced(text))) return []
  const end = text.trimEnd().slice(-LONGEST_END)
  // the statistics have the beginning of such a line
  if (details !== null && end.length === LONGEST_END && !/[\r\n]/.test(end)) return []
  const { first, last } = messageOf(end, end.length < LONGEST_END)
  return [...(first === null ? [] : [first]), ...last.split('\n')].map((line) => cut(line, LONGEST_WORDS))
}
