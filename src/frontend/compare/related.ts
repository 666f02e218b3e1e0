/** Which reports of a site are compared with each other. Pure. */

import type { RunsFile, SiteRun } from '../../format/site.ts'
import { type JobRoute, type Line, printOn } from '../route/site-route.ts'
import { cutMiddle } from '../text/name.ts'

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

/** A tag's report has no branch, but a commit. */
export function lineOf({ pull, branch, commit }: SiteRun): Line {
  if (pull !== null) return { kind: 'pull', number: pull }
  return branch === null && commit === null ? { kind: 'unknown' } : { kind: 'branch', name: branch ?? '' }
}

export const isOn = (run: SiteRun, line: Line): boolean => printOn(lineOf(run)) === printOn(line)

/** Where the page of a job lists this report. */
export const onOf = (site: RunsFile, run: SiteRun): JobRoute['on'] =>
  isOnDefault(site, run) ? 'default' : lineOf(run)

/** Compared with a report without tests, all tests would be new. */
const hasTests = ({ counts }: SiteRun): boolean => counts.tests > 0

/** The newest other report of this job on the default branch that has tests. */
export const newestOnDefault = (site: RunsFile, run: SiteRun): SiteRun | null =>
  onDefaultBranch(site, run).findLast((one) => one !== run && hasTests(one)) ?? null

/**
 * The default branch's last before this one, to compare with: what changed there later is no change of this
 * one's. If there is none any more, the first one later. Null on the default branch itself.
 */
export function baseOf(site: RunsFile, run: SiteRun): SiteRun | null {
  if (isOnDefault(site, run)) return null
  const earlier = new Set(site.runs.slice(0, site.runs.indexOf(run)))
  const all = onDefaultBranch(site, run).filter(hasTests)
  return all.findLast((one) => earlier.has(one)) ?? all[0] ?? null
}

/** Other reports than the one before to compare with, and what to call them; none on the default branch. */
export function basesOf(site: RunsFile, run: SiteRun): readonly (readonly [SiteRun, string])[] {
  const base = baseOf(site, run)
  if (base === null) return []
  const branch = cutMiddle(site.defaultBranch ?? '', 40)
  const newest = newestOnDefault(site, run)
  const at = base.commit === null ? '' : ` at ${base.commit.slice(0, 7)}`
  const isLater = site.runs.indexOf(base) > site.runs.indexOf(run)
  const first = [base, isLater ? `${branch} later${at === '' ? '' : `,${at}`}` : branch + at] as const
  return newest === null || newest === base ? [first] : [first, [newest, `${branch}’s newest`]]
}

/** The last report before this one with tests, of the same job, and the same pull request or branch. */
export function predecessorOf({ runs }: RunsFile, run: SiteRun): SiteRun | null {
  const before = runs.slice(0, runs.indexOf(run))
  const line = lineOf(run)
  return before.findLast((one) => isSameJob(one, run) && isOn(one, line) && hasTests(one)) ?? null
}
