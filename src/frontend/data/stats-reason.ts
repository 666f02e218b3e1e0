import { withoutEscapes } from '../../reason.ts'
import { failingOf } from './run-facts.ts'
import { statsListsOf } from './stats-lists.ts'
import { runOf, type Tests } from './tests.ts'

/** The statistics' lines, which may have a terminal's colours, as a reason. */
export const statsWords = (details: readonly string[] | null): string | null =>
  details && withoutEscapes(details.join('\n')).trim()

/** Why a test failed, from the statistics (failures in raw order); null if unknown or not loaded. */
export function statsReason(tests: Tests, test: number): string | null {
  const run = runOf(tests, test)
  const { lists } = statsListsOf(run)
  const one = lists?.failures[failingOf(tests, run).indexOf(test)]
  return one?.name === tests.name(test) ? statsWords(one.details) : null
}
