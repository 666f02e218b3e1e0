import { withoutEscapes } from '../../reason.ts'
import { runOf, type Tests } from '../data/tests.ts'
import { toldOf } from '../data/told.ts'
import { failingOf } from '../home/run-facts.ts'

/** The statistics' lines, which may have a terminal's colours, as a reason. */
export const toldWords = (details: readonly string[] | null): string | null =>
  details && withoutEscapes(details.join('\n')).trim()

/** Why a test failed, from the statistics (failures in raw order); null if unknown or not loaded. */
export function toldReason(tests: Tests, test: number): string | null {
  const run = runOf(tests, test)
  const { told } = toldOf(run)
  const one = told?.failures[failingOf(tests, run).indexOf(test)]
  return one?.name === tests.name(test) ? toldWords(one.details) : null
}
