/** Finds in a run's files what its statistics do not say of failed and skipped tests. */

import { type StatsFailure, UNENDED_DETAILS } from '../format/exported.ts'
import {
  DIED,
  exceptionMessage,
  isForced,
  namesException,
  skipReason,
  UNEXPECTED,
  unexpectedSuccess,
} from '../reason.ts'
import { cut } from '../words/text.ts'
import { plainMessage } from './error-text.ts'
import { Attempts, findTests } from './find-tests.ts'
import { addUp } from './skip-reasons.ts'
import {
  failedTests,
  filesOf,
  skippedTests,
  type TestText,
  textsOfFailed,
  textsOfSkipped,
} from './test-texts.ts'
import type { ConvertedRun, ConvertOptions, Failure, SkipReason } from './types.ts'

/** Failures per run that are examined: a user with more of them opens the report. */
const LOOKED_AT = 100
/** Skips per run that are examined: they are short, and are only counted. */
const SKIPS_LOOKED_AT = 1000

/** Characters at the end of a text, which may be a long log, that are examined. */
const LONGEST_END = 64 << 10
/** Maximum length of a line of the statistics. */
const LONGEST_WORDS = 4096

/** What the statistics say of failures that have no exception. */
const NO_EXCEPTION = UNENDED_DETAILS

/**
 * Adds to runs why tests failed and were skipped, and whether they passed later. A failure gets a reason if its
 * statistics have none, as for pytest-subunit, or if its traceback ends inside a message, such as unittest's
 * `?        ^`, or with testtools' note that an expectation was not met. A skip gets one if its test left a single
 * text. `pathOf`: the path of an exported file. A run whose files cannot be read stays as it is, with a notice.
 */
export async function explainFailures(
  runs: readonly ConvertedRun[],
  pathOf: (name: string) => string,
  options: Pick<ConvertOptions, 'closely' | 'signal'>,
  notices: string[],
): Promise<ConvertedRun[]> {
  const explained: ConvertedRun[] = []
  for (const run of runs) {
    try {
      explained.push(await explain(run, pathOf, options))
    } catch (error) {
      options.signal?.throwIfAborted()
      const { name } = run.entry
      notices.push(`why tests of ${name} failed could not be looked up: ${plainMessage(error)}`)
      explained.push(run)
    }
  }
  return explained
}

async function explain(
  run: ConvertedRun,
  pathOf: (name: string) => string,
  { closely = false, signal }: Pick<ConvertOptions, 'closely' | 'signal'>,
): Promise<ConvertedRun> {
  const { failures, skips, counts } = run
  const files = filesOf(run.entry, pathOf)
  const isUntold = skips.some(({ reason }) => reason === null)
  const failed = failedTests(failures.slice(0, LOOKED_AT).findLastIndex(isVague) + 1)
  const skipped = skippedTests(isUntold ? Math.min(counts.skipped, SKIPS_LOOKED_AT) : 0)
  const attempts = new Attempts(closely ? failures.map(({ name }) => name) : [])
  await findTests(files.raw, [failed, skipped, attempts], signal)
  const worded = await withWords(failures, textsOfFailed(files, failed.found))
  return {
    ...run,
    failures: worded.map((failure) => withAttempts(failure, attempts)),
    skips: await withReasons(skips, textsOfSkipped(files, skipped.found)),
  }
}

const isVague = ({ details }: StatsFailure): boolean =>
  details === null || (details.length === 1 && !NO_EXCEPTION.has(details[0]) && !namesException(details[0]))

/** `tests`: the first failures' tests, in the same order, which is that of raw. */
async function withWords(
  failures: readonly StatsFailure[],
  tests: AsyncIterable<TestText>,
): Promise<readonly StatsFailure[]> {
  const worded: StatsFailure[] = []
  for await (const test of tests) {
    const failure = failures[worded.length]
    const words = isVague(failure) && test.name === failure.name ? wordsOf(failure, test) : []
    worded.push(words.length === 0 ? failure : { ...failure, details: structuredClone(words) })
  }
  return [...worded, ...failures.slice(worded.length)]
}

/** The first line of the message of the text's last exception; empty if there is none. */
export function exceptionOf(text: string): string {
  const end = text.trimEnd().slice(-LONGEST_END)
  const { first, last } = exceptionMessage(end, end.length < LONGEST_END)
  return (first ?? last).split('\n')[0].trim()
}

/** Empty if the test's text says no more than its statistics. */
function wordsOf({ duration, details }: StatsFailure, { text }: TestText): string[] {
  if (text === '' && details === null && duration === 0) return [DIED]
  if (details?.[0] === UNEXPECTED) return [cut(unexpectedSuccess(text), LONGEST_WORDS)]
  if (text === null || text.trim() === '' || (details !== null && isForced(text))) return []
  const end = text.trimEnd().slice(-LONGEST_END)
  // the statistics have the beginning of such a line
  if (details !== null && end.length === LONGEST_END && !/[\r\n]/.test(end)) return []
  const { first, last } = exceptionMessage(end, end.length < LONGEST_END)
  return [...(first === null ? [] : [first]), ...last.split('\n')].map((line) => cut(line, LONGEST_WORDS))
}

/** As after `stestr run --failing --combine` or `pytest --reruns`. */
function withAttempts(failure: StatsFailure, attempts: Attempts): Failure {
  const passedIn = attempts.passedIn(failure.name)
  const attempt = attempts.nextFailed(failure.name)
  return { ...failure, ...(attempt !== null && { attempt }), ...(passedIn !== null && { passedIn }) }
}

async function withReasons(
  skips: readonly SkipReason[],
  tests: AsyncIterable<TestText>,
): Promise<readonly SkipReason[]> {
  const found: SkipReason[] = []
  for await (const { text } of tests)
    if (text !== null) found.push({ reason: structuredClone(cut(skipReason(text), LONGEST_WORDS)), tests: 1 })
  return found.length === 0 ? skips : addUp([...found, ...skips, { reason: null, tests: -found.length }])
}
