/** Tests that failed and passed with the same code: in reports of one code, or in executions of one run. */

import type { SiteRun } from '../../format/site.ts'
import { groupBy } from '../data/group-by.ts'
import { type History, kindAt } from './history.ts'

export interface Flaky {
  readonly row: number
  /** Commits with some reports in which the test failed and others in which it passed. */
  readonly commits: readonly string[]
  /** Columns of reports in which one execution failed and another passed. */
  readonly retried: readonly number[]
}

/** What code a report tested, beginning with its commit; null if unknown. Equal texts mean the same code. */
export function codeOf({ pull, event, branch, commit, tested, run, follows }: SiteRun): string | null {
  if (commit === null) return null
  const isOfPull = pull !== null || event.startsWith('pull_request') || branch?.includes(':') === true
  // its head was merged with a base that may have moved on: then only attempts of one workflow run are alike
  return isOfPull ? `${commit} ${tested ?? follows ?? run}` : commit
}

/** `codes`: `codeOf` of each column. Tests that changed most often come first. */
export function findFlaky(history: History, codes: readonly (string | null)[]): Flaky[] {
  const groups = columnsByCode(codes)
  const flaky: Flaky[] = []
  for (let row = 0; row < history.keys.length; row++) {
    const codesOf = groups.filter(([, columns]) => isTurned(history, row, columns))
    const turned = [...new Set(codesOf.map(([code]) => code.replace(/ .*/, '')))]
    const retried = history.reports.flatMap(({ unsteady }, column) =>
      unsteady.size > 0 && unsteady.has(history.places[column][row]) ? [column] : [],
    )
    if (turned.length > 0 || retried.length > 0) flaky.push({ row, commits: turned, retried })
  }
  const times = ({ commits: turned, retried }: Flaky): number => turned.length + retried.length
  return flaky.sort((a, b) => times(b) - times(a))
}

/** Code of which there are several reports, and the columns of these. */
function columnsByCode(codes: readonly (string | null)[]): [string, number[]][] {
  const groups = groupBy([...codes.keys()], (column) => codes[column])
  return [...groups].filter((group): group is [string, number[]] => group[0] !== null && group[1].length > 1)
}

function isTurned(history: History, row: number, columns: readonly number[]): boolean {
  let [failed, passed] = [false, false]
  for (const column of columns) {
    const kind = kindAt(history, row, column)
    failed ||= kind === 'failed'
    passed ||= kind === 'passed'
  }
  return failed && passed
}
