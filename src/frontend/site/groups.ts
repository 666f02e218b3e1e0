/** Groups the site's reports by job, by branch and by pull request. Pure. */

import type { RunsFile, SiteRun } from '../../format/site.ts'
import { isOn, isOnDefault, isSameJob, type Job, lineOf, onDefaultBranch } from '../compare/related.ts'
import { groupBy } from '../data/group-by.ts'
import { type JobRoute, type Line, printOn } from '../route/site-route.ts'

/** Reports of one job, the newest last. */
export interface JobReports extends Job {
  /** Its name; after that of its workflow if others in the list have the same. */
  readonly title: string
  readonly runs: readonly SiteRun[]
}

/** The reports of a line. */
export interface LineReports {
  readonly line: Line
  /** The newest last. */
  readonly runs: readonly SiteRun[]
}

export const newestOf = ({ runs }: { readonly runs: readonly SiteRun[] }): SiteRun => runs[runs.length - 1]

/** The reports grouped by job, sorted by its name and its workflow's. */
export function jobsOf(runs: readonly SiteRun[]): JobReports[] {
  const shared = sharedNames(runs)
  const jobs = groupBy(runs, ({ name, workflow }) => `${name}\n${workflow}`)
  return [...jobs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, of]) => ({
      name: of[0].name,
      workflow: of[0].workflow,
      title: titleOfJob(of[0], shared),
      runs: of,
    }))
}

/** The names that jobs of several workflows have. */
export function sharedNames(runs: readonly SiteRun[]): ReadonlySet<string> {
  const workflows = new Map<string, string>()
  const shared = new Set<string>()
  for (const { name, workflow } of runs) {
    if ((workflows.get(name) ?? workflow) !== workflow) shared.add(name)
    workflows.set(name, workflow)
  }
  return shared
}

export const titleOfJob = ({ name, workflow }: Job, shared: ReadonlySet<string>): string =>
  shared.has(name) ? `${workflow} / ${name}` : name

/**
 * The job of an address; without its workflow, the one with the newest report on the branch or pull request
 * that the address names, else on the default branch, else anywhere.
 */
export function jobAt(
  site: RunsFile,
  { name, workflow, on }: Pick<JobRoute, 'name' | 'workflow' | 'on'>,
): Job {
  if (workflow !== null) return { name, workflow }
  const runs = site.runs.filter((run) => run.name === name)
  const there = typeof on === 'string' ? undefined : runs.findLast((run) => isOn(run, on))
  const newest = there ?? runs.findLast((run) => isOnDefault(site, run)) ?? runs.at(-1)
  return { name, workflow: newest?.workflow ?? '' }
}

/** The reports grouped by branch and pull request; the group with the newest report comes first. */
export function linesOf(runs: readonly SiteRun[]): LineReports[] {
  const lines = groupBy(runs, (run) => printOn(lineOf(run)))
  const last = new Map(runs.map((run, n) => [run, n]))
  return [...lines.values()]
    .map((of) => ({ line: lineOf(of[0]), runs: of }))
    .sort((a, b) => (last.get(newestOf(b)) ?? 0) - (last.get(newestOf(a)) ?? 0))
}

/** The reports of a job, on the default branch, everywhere, or on one branch or pull request. */
export function reportsOf(site: RunsFile, job: Job, on: JobRoute['on']): readonly SiteRun[] {
  if (on === 'default') return onDefaultBranch(site, job)
  return site.runs.filter((run) => isSameJob(run, job) && (on === 'all' || isOn(run, on)))
}

export function matches(run: SiteRun, words: readonly string[]): boolean {
  const { name, title, branch, tag, pull, commit, workflow } = run
  const place = pull === null ? titleOf(lineOf(run)) : `#${pull}`
  const text = [`${workflow} / ${name}`, title, branch, tag, place, commit].join('\n').toLowerCase()
  // not every number that begins so
  return words.every((word) =>
    /^#\d+$/.test(word) ? new RegExp(`${word}(?!\\d)`).test(text) : text.includes(word),
  )
}

export const wordsOf = (query: string): string[] => query.toLowerCase().split(/\s+/).filter(Boolean)

export const theLast = (reports: number): string =>
  `the last ${reports === 1 ? 'report' : `${reports} reports`}`

export function titleOf(line: Line): string {
  if (line.kind === 'unknown') return 'Unknown code'
  return line.kind === 'pull' ? `Pull request ${line.number}` : line.name === '' ? 'Tags' : line.name
}
