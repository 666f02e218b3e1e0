/** Groups the site's reports by job, by branch and by pull request. Pure. */

import type { RunsFile, SiteRun } from '../../format/site.ts'
import { onDefaultBranch } from '../compare/related.ts'
import type { JobRoute, Line } from './route.ts'

/** Reports of one job, the newest last. */
export interface JobReports {
  readonly name: string
  readonly runs: readonly SiteRun[]
}

/** A branch or a pull request. */
export interface LineReports {
  readonly line: Line
  /** The newest last. */
  readonly runs: readonly SiteRun[]
}

export const newestOf = ({ runs }: { readonly runs: readonly SiteRun[] }): SiteRun => runs[runs.length - 1]

export const lineOf = ({ pull, branch }: SiteRun): Line =>
  pull === null ? { kind: 'branch', name: branch ?? '' } : { kind: 'pull', number: pull }

export const isOn = (run: SiteRun, line: Line): boolean =>
  line.kind === 'pull' ? run.pull === line.number : run.pull === null && (run.branch ?? '') === line.name

/** The reports grouped by job, sorted by its name. */
export function jobsOf(runs: readonly SiteRun[]): JobReports[] {
  const jobs = groupBy(runs, ({ name }) => name)
  return [...jobs].map(([name, of]) => ({ name, runs: of })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The reports grouped by branch and pull request; the group with the newest report comes first. */
export function linesOf(runs: readonly SiteRun[]): LineReports[] {
  const lines = groupBy(runs, ({ pull, branch }) =>
    pull === null ? `branch ${branch ?? ''}` : `pull ${pull}`,
  )
  const last = new Map(runs.map((run, n) => [run, n]))
  return [...lines.values()]
    .map((of) => ({ line: lineOf(of[0]), runs: of }))
    .sort((a, b) => (last.get(newestOf(b)) ?? 0) - (last.get(newestOf(a)) ?? 0))
}

/** The reports of a job, on the default branch, everywhere, or on one branch or pull request. */
export function reportsOf(site: RunsFile, { name, on }: Pick<JobRoute, 'name' | 'on'>): readonly SiteRun[] {
  if (on === 'default') return onDefaultBranch(site, name)
  return site.runs.filter((run) => run.name === name && (on === 'all' || isOn(run, on)))
}

export function matches(run: SiteRun, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const { name, title, branch, pull, commit, workflow } = run
  const text = [name, title, branch, pull === null ? '' : `#${pull}`, commit, workflow]
    .join('\n')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}

export const wordsOf = (query: string): string[] => query.toLowerCase().split(/\s+/).filter(Boolean)

export const theLast = (reports: number): string =>
  `the last ${reports === 1 ? 'report' : `${reports} reports`}`

export const titleOf = (line: Line): string =>
  line.kind === 'pull' ? `Pull request ${line.number}` : line.name === '' ? 'Tags' : line.name

function groupBy(runs: readonly SiteRun[], keyOf: (run: SiteRun) => string): Map<string, SiteRun[]> {
  const groups = new Map<string, SiteRun[]>()
  for (const run of runs) {
    const key = keyOf(run)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [run])
    else group.push(run)
  }
  return groups
}
