/** Finds why a test failed or was skipped if the end of its `traceback` or its `reason` does not say so. */

import type { ConvertedRun, SkipReason } from '../convert.ts'
import type { StatsFailure } from '../format/exported.ts'
import { addUp } from './skip-reasons.ts'
import { FORCED, readFailedTests, readSkippedTests, type ToldTest } from './test-texts.ts'
import { cut } from './words.ts'

/** Failures per run that are examined: a user with more of them opens the report. */
const LOOKED_AT = 100
/** Skips per run that are examined: they are short, and are only counted. */
const SKIPS_LOOKED_AT = 1000

/** Characters at the end of a text, which may be a long log, that are examined. */
const LONGEST_END = 64 << 10
/** Maximum length of a line of the statistics. */
const LONGEST_WORDS = 4096

/**
 * Lines that name an exception, such as `KeyError: 1` or `nova.exception.NotFound: x`, and the texts for
 * tests that failed without one.
 */
const NAMED =
  /^(?:\w+\.)+\w+(?::|$)|^\w*(?:Error|Exception)\b|^(?:Unexpected success|Did not finish|No status)$/

/**
 * Adds better reasons to the failures and skips of runs. A failure gets one if its test left a single text,
 * as pytest-subunit's do, or if its traceback ends inside a message, such as unittest's `?        ^`, or with
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
      if (text !== null) told.push({ reason: structuredClone(skipWords(text)), tests: 1 })
    return addUp([...told, ...skips, { reason: null, tests: -told.length }])
  } catch {
    return skips
  }
}

/** The reason in pytest's `('tests/a.py', 18, 'Skipped: no net')`; for TAP the text itself is the reason. */
function skipWords(text: string): string {
  const line = cut(linesAtEnd(text).at(-1) ?? '', LONGEST_WORDS)
  const reason = /^\('[^']*', \d+, ['"]Skipped: (.*)['"]\)$/.exec(line)?.[1] ?? text
  return cut(reason, LONGEST_WORDS)
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
  details === null || (details.length === 1 && (!NAMED.test(details[0]) || details[0].endsWith(FORCED)))

function wordsOf({ duration, details }: StatsFailure, { text }: ToldTest): string[] {
  const lines = details === null ? [] : exceptionLines(text ?? '')
  // the failure already shows the last line of its traceback
  if (lines.length > 0 || (details !== null && !details[0].endsWith(FORCED))) return lines
  // stestr and testrepository record a test whose process died as failed, with no text and no duration
  if (text === '' && duration === 0) return ['No traceback, no time: its process may have died']
  return [lastWords(text ?? '')].filter((words) => words !== '')
}

/**
 * The first and the last line of the last exception's message, or an exception group's name. Empty if the
 * message has one line only.
 */
export function exceptionLines(text: string): string[] {
  const lines = linesAtEnd(text)
  const group = groupLine(lines)
  if (group !== undefined) return [cut(group, LONGEST_WORDS)]
  const frame = lines.findLastIndex((line) => /^ *File "/.test(line))
  // a text without frames is the message itself
  if (frame < 0 && (text.length > LONGEST_END || lines[0].includes('Traceback'))) return []
  const first = lines.findIndex((line, i) => i > frame && /^\S/.test(line))
  if (first < 0 || first === lines.length - 1) return []
  // unittest's diffs end with lines of marks only
  const end = lines.findLastIndex((line, i) => i > first && /[\p{L}\p{N}]/u.test(line))
  // a doctest shows the failing example on the next line
  const head = lines[first].endsWith(' example:')
    ? `${lines[first]} ${lines[first + 1].trim()}`
    : lines[first]
  return (end < 0 ? [head] : [head, lines[end]]).map((line) => cut(line, LONGEST_WORDS))
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

/** The first line of the last block of pytest's `E   ` lines, which state the error; or the last line. */
export function lastWords(text: string): string {
  const lines = linesAtEnd(text)
  const end = lines.findLastIndex(isError)
  let line = end < 0 ? lines.length - 1 : end
  while (line > 0 && isError(lines[line]) && isError(lines[line - 1])) line -= 1
  const words = isError(lines[line]) ? lines[line].slice(1) : lines[line]
  return cut(words.trim(), LONGEST_WORDS)
}

const linesAtEnd = (text: string): string[] =>
  text
    .slice(-LONGEST_END)
    .trimEnd()
    .split(/\r\n|\n|\r/)

const isError = (line: string): boolean => line.startsWith('E   ')
