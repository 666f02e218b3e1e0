/**
 * Which jobs of a branch or pull request are of today: one that was taken out of its workflow, or renamed, would
 * have the last word forever. The list does not tell what a workflow has; what it tells is that others of the
 * same workflow go on without the job, and how long the job was away before. Pure.
 */

import type { SiteRun } from '../../format/site.ts'
import { type JobReports, jobsOf, newestOf } from './groups.ts'

export interface Jobs {
  /** What the verdict is of. */
  readonly current: readonly JobReports[]
  /** The last workflow runs have no report of these. */
  readonly former: readonly JobReports[]
}

/** Workflow runs in a row: one or two may leave a job out, by the paths that they changed. */
const MISSED = 3

/** Milliseconds: GitHub ends a job after six hours, and until then its report may come. */
const OVER = 6 * 3_600_000

/** Pauses between reports of a job by which its longest is told. */
const PAUSES = 10

/** `runs`: of one branch or pull request, the newest last; `now`: milliseconds since the epoch. */
export function splitJobs(runs: readonly SiteRun[], now: number = Date.now()): Jobs {
  /** Of each workflow and event its runs, and when the last report of each was published. */
  const workflows = new Map<string, Map<number, number>>()
  for (const run of runs) {
    const published = workflows.get(workflowOf(run)) ?? new Map<number, number>()
    published.set(run.run, Math.max(published.get(run.run) ?? 0, Date.parse(run.published)))
    workflows.set(workflowOf(run), published)
  }
  const isFormer = (job: JobReports): boolean => {
    const newest = newestOf(job)
    const others = [...(workflows.get(workflowOf(newest)) ?? [])]
    const missed = others.filter(([run, last]) => run > newest.run && now - last > OVER)
    return missed.length >= MISSED && now - Date.parse(newest.published) > 2 * longestPause(job)
  }
  const jobs = jobsOf(runs)
  return { current: jobs.filter((job) => !isFormer(job)), former: jobs.filter(isFormer) }
}

/**
 * Milliseconds; 0 of a single report. What runs weekly beside what runs nightly, or in a workflow that follows
 * several others, is left out again and again, and comes back.
 */
function longestPause({ runs }: JobReports): number {
  // an old one may be run again at any time
  const first = runs.filter(({ run }, n) => run !== runs[n - 1]?.run)
  const times = first.slice(-PAUSES - 1).map(({ published }) => Date.parse(published))
  return Math.max(0, ...times.slice(1).map((time, n) => time - times[n]))
}

/** What runs nightly alone is not missing from the pushes in between. */
const workflowOf = ({ workflow, event }: SiteRun): string => JSON.stringify([workflow, event])
