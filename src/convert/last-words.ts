/** Why a test failed or was skipped, where the last line of its `traceback` or a `reason` does not say so. */

import type { ConvertedRun, SkipReason } from '../convert.ts'
import type { StatsFailure } from '../format/exported.ts'
import { addUp } from './skip-reasons.ts'
import { FORCED, readFailedTests, readSkippedTests, type ToldTest } from './test-texts.ts'
import { cut } from './words.ts'

/** So many failures of a run are looked at: who has more looks at the report. */
const LOOKED_AT = 100
/** And so many skips: they are short, and counted. */
const SKIPS_LOOKED_AT = 1000

/** Of a text that may be a log. */
const LONGEST_END = 64 << 10
/** What a statistic's line may have. */
const LONGEST_WORDS = 4096

/** `KeyError: 1`, `nova.exception.NotFound: x`; and what is said of tests that did not fail of an exception. */
const NAMED =
  /^(?:\w+\.)+\w+(?::|$)|^\w*(?:Error|Exception)\b|^(?:Unexpected success|Did not finish|No status)$/

/**
 * The runs with what each failure's test failed of: where it left one text alone, as pytest-subunit's do, and
 * where its traceback's last line is the end of a message, such as unittest's `?        ^`, or testtools' word that
 * an expectation was not met. And with the reasons of skips that left one text alone.
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

/** Of pytest's `('tests/a.py', 18, 'Skipped: no net')` the reason in it; TAP's is the text itself. */
function skipWords(text: string): string {
  const line = cut(lastLines(text).at(-1) ?? '', LONGEST_WORDS)
  const reason = /^\('[^']*', \d+, ['"]Skipped: (.*)['"]\)$/.exec(line)?.[1] ?? text
  return cut(reason, LONGEST_WORDS)
}

async function failuresOf(data: string, { entry, failures }: ConvertedRun): Promise<readonly StatsFailure[]> {
  const last = failures.slice(0, LOOKED_AT).findLastIndex(isVague)
  if (last < 0) return failures
  try {
    const told: StatsFailure[] = []
    // both are in raw's order
    for await (const test of readFailedTests(data, entry, last + 1)) {
      const failure = failures[told.length]
      const words = isVague(failure) ? wordsOf(failure, test) : []
      told.push(words.length === 0 ? failure : { ...failure, details: structuredClone(words) })
    }
    return [...told, ...failures.slice(told.length)]
  } catch {
    return failures // the export is there, and names them
  }
}

const isVague = ({ details }: StatsFailure): boolean =>
  details === null || (details.length === 1 && (!NAMED.test(details[0]) || details[0].endsWith(FORCED)))

function wordsOf({ duration, details }: StatsFailure, { text }: ToldTest): string[] {
  const lines = details === null ? [] : exceptionLines(text ?? '')
  // of a traceback the last line is told already
  if (lines.length > 0 || (details !== null && !details[0].endsWith(FORCED))) return lines
  // stestr and testrepository keep a test whose process died as one that failed at once, of nothing
  if (text === '' && duration === 0) return ['No traceback, no time: its process may have died']
  return [lastWords(text ?? '')].filter((words) => words !== '')
}

/** The first line of what was raised last, and the last one; a group's name; none where there is no other line. */
export function exceptionLines(text: string): string[] {
  const lines = lastLines(text)
  const last = lines[lines.length - 1]
  if (/^[ |+-]+$/.test(last)) {
    const group = lines.map((line) => /^ *\| (\S.*)$/.exec(line)?.[1]).find((name) => name !== undefined)
    return group === undefined ? [] : [cut(group, LONGEST_WORDS)]
  }
  const frame = lines.findLastIndex((line) => /^ *File "/.test(line))
  // a text without frames is a message
  if (frame < 0 && (text.length > LONGEST_END || lines[0].includes('Traceback'))) return []
  const first = lines.findIndex((line, i) => i > frame && /^\S/.test(line))
  if (first < 0 || first === lines.length - 1) return []
  // unittest's diffs end with marks
  const end = lines.findLastIndex((line, i) => i > first && /[\p{L}\p{N}]/u.test(line))
  // a doctest's example stands below
  const head = lines[first].endsWith(' example:')
    ? `${lines[first]} ${lines[first + 1].trim()}`
    : lines[first]
  return (end < 0 ? [head] : [head, lines[end]]).map((line) => cut(line, LONGEST_WORDS))
}

/** Of pytest's lines with an E in front, which say what is wrong, the first of the last ones; else the last line. */
export function lastWords(text: string): string {
  const lines = lastLines(text)
  const end = lines.findLastIndex(isError)
  let line = end < 0 ? lines.length - 1 : end
  while (line > 0 && isError(lines[line]) && isError(lines[line - 1])) line -= 1
  const words = isError(lines[line]) ? lines[line].slice(1) : lines[line]
  return cut(words.trim(), LONGEST_WORDS)
}

const lastLines = (text: string): string[] =>
  text
    .slice(-LONGEST_END)
    .trimEnd()
    .split(/\r\n|\n|\r/)

const isError = (line: string): boolean => line.startsWith('E   ')
