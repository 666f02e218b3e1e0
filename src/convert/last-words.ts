/** What a test failed of, where it left no `traceback` whose last line would say so. */

import type { ConvertedRun } from '../convert.ts'
import type { StatsFailure } from '../format/exported.ts'
import { type FailedTest, readFailedTests } from './failed-tests.ts'
import { cut } from './words.ts'

/** So many failures of a run are looked at: who has more looks at the report. */
const LOOKED_AT = 100

/** Of a text that may be a log. */
const LONGEST_END = 64 << 10
/** What a statistic's line may have. */
const LONGEST_WORDS = 4096

/** The runs with a line for each failure whose test left one text alone, as pytest-subunit's do. */
export async function withLastWords(data: string, runs: readonly ConvertedRun[]): Promise<ConvertedRun[]> {
  const told: ConvertedRun[] = []
  for (const run of runs) told.push({ ...run, failures: await failuresOf(data, run) })
  return told
}

async function failuresOf(data: string, { entry, failures }: ConvertedRun): Promise<readonly StatsFailure[]> {
  const last = failures.slice(0, LOOKED_AT).findLastIndex(({ details }) => details === null)
  if (last < 0) return failures
  try {
    // both are in raw's order
    const tests = await readFailedTests(data, entry, last + 1)
    return failures.map((failure, i) => {
      const words = failure.details === null && i <= last ? wordsOf(failure, tests[i]) : ''
      return words === '' ? failure : { ...failure, details: [words] }
    })
  } catch {
    return failures // the export is there, and names them
  }
}

/** stestr and testrepository keep a test whose process died as one that failed at once, of nothing. */
function wordsOf({ duration }: StatsFailure, { traceback }: FailedTest): string {
  if (traceback === '' && duration === 0) return 'No traceback, no time: its process may have died'
  return lastWords(traceback ?? '')
}

/** Of pytest's lines with an E in front, which say what is wrong, the first of the last ones; else the last line. */
export function lastWords(text: string): string {
  const lines = text
    .slice(-LONGEST_END)
    .trimEnd()
    .split(/\r\n|\n|\r/)
  const end = lines.findLastIndex(isError)
  let line = end < 0 ? lines.length - 1 : end
  while (line > 0 && isError(lines[line]) && isError(lines[line - 1])) line -= 1
  const words = isError(lines[line]) ? lines[line].slice(1) : lines[line]
  return cut(words.trim(), LONGEST_WORDS)
}

const isError = (line: string): boolean => line.startsWith('E   ')
