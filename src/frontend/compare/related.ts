/** Which reports of a site are compared with each other. Pure. */

import type { RunsFile, SiteRun } from '../../format/site.ts'

/** A job is known by its name and its workflow: two workflows may each have a job `test`. */
export type Job = Pick<SiteRun, 'name' | 'workflow'>

export const isSameJob = (one: Job, other: Job): boolean =>
  one.name === other.name && one.workflow === other.workflow

/**
 * The job's reports on the default branch, newest last. If its workflow has none there, as one for pull
 * requests alone, those of its only namesake.
 */
export function onDefaultBranch(site: RunsFile, job: Job): readonly SiteRun[] {
  const namesakes = site.runs.filter((run) => run.name === job.name && isOnDefault(site, run))
  const own = namesakes.filter((run) => isSameJob(run, job))
  return own.length === 0 && namesakes.every((run) => isSameJob(run, namesakes[0])) ? namesakes : own
}

/** False if the site's default branch is unknown, and for a tag, which has no branch. */
export const isOnDefault = ({ defaultBranch }: RunsFile, { pull, branch }: SiteRun): boolean =>
  defaultBranch !== null && pull === null && branch === defaultBranch

/** Compared with a report without tests, all tests would be new. */
const hasTests = ({ counts }: SiteRun): boolean => counts.tests > 0

/** The newest other report of this job on the default branch that has tests. */
export const newestOnDefault = (site: RunsFile, run: SiteRun): SiteRun | null =>
  onDefaultBranch(site, run).findLast((one) => one !== run && hasTests(one)) ?? null

/** The default branch's newest, to compare with; null on that branch itself, where the newest came later. */
export const baseOf = (site: RunsFile, run: SiteRun): SiteRun | null =>
  isOnDefault(site, run) ? null : newestOnDefault(site, run)

/** The last report before this one with tests, of the same job, and the same pull request or branch. */
export function predecessorOf({ runs }: RunsFile, run: SiteRun): SiteRun | null {
  const before = runs.slice(0, runs.indexOf(run))
  const isSameLine = ({ pull, branch }: SiteRun): boolean =>
    pull === run.pull && (pull !== null || branch === run.branch)
  return before.findLast((one) => isSameJob(one, run) && isSameLine(one) && hasTests(one)) ?? null
}
