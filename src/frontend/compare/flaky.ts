/** Tests that failed and passed with the same code: in reports of one commit, or in executions of one run. */

import { type History, statusAt } from './history.ts'
import { kindOf } from './status-kind.ts'

export interface Flaky {
  readonly row: number
  /** Commits with some reports in which the test failed and others in which it passed. */
  readonly commits: readonly string[]
  /** Columns of reports in which one execution failed and another passed. */
  readonly retried: readonly number[]
}

/** `commits`: the commit of each column; null if unknown. Tests that changed most often come first. */
export function findFlaky(history: History, commits: readonly (string | null)[]): Flaky[] {
  const groups = columnsByCommit(commits)
  const flaky: Flaky[] = []
  for (let row = 0; row < history.keys.length; row++) {
    const turned = groups.filter(([, columns]) => isTurned(history, row, columns)).map(([commit]) => commit)
    const retried = history.reports.flatMap(({ unsteady }, column) =>
      unsteady.size > 0 && unsteady.has(history.places[column][row]) ? [column] : [],
    )
    if (turned.length > 0 || retried.length > 0) flaky.push({ row, commits: turned, retried })
  }
  const times = ({ commits: turned, retried }: Flaky): number => turned.length + retried.length
  return flaky.sort((a, b) => times(b) - times(a))
}

/** The commits with several reports, and the columns of these. */
function columnsByCommit(commits: readonly (string | null)[]): [string, number[]][] {
  const groups = new Map<string, number[]>()
  for (const [column, commit] of commits.entries()) {
    if (commit !== null) groups.set(commit, [...(groups.get(commit) ?? []), column])
  }
  return [...groups].filter(([, columns]) => columns.length > 1)
}

function isTurned(history: History, row: number, columns: readonly number[]): boolean {
  let [failed, passed] = [false, false]
  for (const column of columns) {
    const status = statusAt(history, row, column)
    if (status < 0) continue
    failed ||= kindOf(status) === 'failed'
    passed ||= kindOf(status) === 'passed'
  }
  return failed && passed
}
