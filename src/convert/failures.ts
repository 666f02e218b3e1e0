/** Finds in a run's files what its statistics do not say of failed and skipped tests. */

import { type StatsFailure, UNENDED_DETAILS } from '../format/exported.ts'
import type { FoundReasons } from '../format/report.ts'
import {
  DIED,
  exceptionMessage,
  isForced,
  type Message,
  namesException,
  skipReason,
  UNEXPECTED,
  unexpectedSuccess,
} from '../reason.ts'
import { formatCount } from '../words/number.ts'
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

/** A run, and what was found, for its pages. */
export interface ExplainedRun {
  readonly run: ConvertedRun
  readonly found: FoundReasons
}

const NOTHING: FoundReasons = { failures: [], skips: [] }

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
): Promise<ExplainedRun[]> {
  const explained: ExplainedRun[] = []
  for (const run of runs) {
    try {
      explained.push(await explain(run, pathOf, options))
    } catch (error) {
      options.signal?.throwIfAborted()
      const { name } = run.entry
      notices.push(`why tests of ${name} failed could not be looked up: ${plainMessage(error)}`)
      explained.push({ run, found: NOTHING })
    }
  }
  return explained
}

async function explain(
  run: ConvertedRun,
  pathOf: (name: string) => string,
  { closely = false, signal }: Pick<ConvertOptions, 'closely' | 'signal'>,
): Promise<ExplainedRun> {
  const { failures, skips, counts } = run
  const files = filesOf(run.entry, pathOf)
  const isUntold = skips.some(({ reason }) => reason === null)
  const failed = failedTests(failures.slice(0, LOOKED_AT).findLastIndex(isVague) + 1)
  const skipped = skippedTests(isUntold ? Math.min(counts.skipped, SKIPS_LOOKED_AT) : 0)
  const attempts = new Attempts(closely ? failures.map(({ name }) => name) : [])
  await findTests(files.raw, [failed, skipped, attempts], signal)
  const messages = await messagesOf(failures, textsOfFailed(files, failed.found))
  const reasons = await reasonsOf(textsOfSkipped(files, skipped.found))
  return {
    run: {
      ...run,
      failures: failures.map((failure, n) => {
        const message = messages.get(n) ?? null
        const worded = message === null ? failure : { ...failure, details: linesOf(message, []) }
        return withAttempts(worded, attempts)
      }),
      skips: withReasons(skips, reasons),
    },
    found: {
      // as the page writes it
      failures: [...messages].map(([n, message]) => [n, message && linesOf(message, ['…'])]),
      skips: [...reasons],
    },
  }
}

const isVague = ({ details }: StatsFailure): boolean =>
  details === null ||
  (details.length === 1 && !UNENDED_DETAILS.has(details[0]) && !namesException(details[0]))

/**
 * What the output of vague failures says, by index; null if it says no more than the statistics. `tests`: the first
 * failures' tests, in the same order, which is that of raw.
 */
async function messagesOf(
  failures: readonly StatsFailure[],
  tests: AsyncIterable<TestText>,
): Promise<Map<number, Message | null>> {
  const messages = new Map<number, Message | null>()
  let n = 0
  for await (const test of tests) {
    const failure = failures[n]
    if (test.isRead && isVague(failure) && test.name === failure.name)
      messages.set(n, structuredClone(messageOf(failure, test)))
    n += 1
  }
  return messages
}

/** `omitted`: what stands for the lines between the message's first and last. */
function linesOf({ first, last, isCut }: Message, omitted: readonly string[]): string[] {
  const lines = [...(first === null ? [] : [first]), ...(isCut ? omitted : []), ...last.split('\n')]
  return lines.map((line) => cut(line, LONGEST_WORDS))
}

/** The first line of the message of the text's last exception; empty if there is none. */
export function exceptionOf(text: string): string {
  const end = text.trimEnd().slice(-LONGEST_END)
  const { first, last } = exceptionMessage(end, end.length < LONGEST_END)
  return (first ?? last).split('\n')[0].trim()
}

/** Null if the test's text says no more than its statistics. */
function messageOf({ duration, details }: StatsFailure, { text }: TestText): Message | null {
  if (text === '' && details === null && duration === 0) return ofOneLine(DIED)
  if (details?.[0] === UNEXPECTED) return ofOneLine(unexpectedSuccess(text))
  if (text === null || text.trim() === '' || (details !== null && isForced(text))) return null
  const end = text.trimEnd().slice(-LONGEST_END)
  // the statistics have the beginning of such a line
  if (details !== null && end.length === LONGEST_END && !/[\r\n]/.test(end)) return null
  return exceptionMessage(end, end.length < LONGEST_END)
}

const ofOneLine = (last: string): Message => ({ first: null, last, isCut: false })

/** As after `stestr run --failing --combine` or `pytest --reruns`. */
function withAttempts(failure: Failure, attempts: Attempts): Failure {
  const passedIn = attempts.passedIn(failure.name)
  return { ...failure, ...attempts.nextFailed(failure.name), ...(passedIn !== null && { passedIn }) }
}

/** In words, for a test that ran more than once. */
export const attemptTexts = ({ attempt, passedIn }: Failure): string[] => [
  ...(attempt === undefined ? [] : [`attempt ${formatCount(attempt)}`]),
  ...(passedIn === undefined ? [] : [`passed in attempt ${formatCount(passedIn)}`]),
]

/** What the output of skipped tests says, by index; null if it gives no reason. */
async function reasonsOf(tests: AsyncIterable<TestText>): Promise<Map<number, string | null>> {
  const reasons = new Map<number, string | null>()
  let n = 0
  for await (const { text, isRead } of tests) {
    if (isRead) reasons.set(n, text === null ? null : structuredClone(cut(skipReason(text), LONGEST_WORDS)))
    n += 1
  }
  return reasons
}

function withReasons(
  skips: readonly SkipReason[],
  found: ReadonlyMap<number, string | null>,
): readonly SkipReason[] {
  const reasons = [...found.values()].flatMap((reason) => (reason === null ? [] : [{ reason, tests: 1 }]))
  return addUp([...reasons, ...skips, { reason: null, tests: -reasons.length }])
}
