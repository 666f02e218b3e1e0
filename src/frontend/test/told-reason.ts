import { runOf, type Tests } from '../data/tests.ts'
import { toldOf } from '../data/told.ts'
import { failingOf } from '../home/run-facts.ts'

/** Why a test failed, from the statistics (failures in raw order); null if unknown or not loaded. */
export function toldReason(tests: Tests, test: number): string | null {
  const run = runOf(tests, test)
  const { told } = toldOf(run)
  const one = told?.failures[failingOf(tests, run).indexOf(test)]
  return one?.name === tests.name(test) ? (one.details?.join('\n').trim() ?? null) : null
}
