/**
 * Decides which jobs of a branch or pull request still exist: the last report of a job that was removed from
 * its workflow, or renamed, would count in the verdict forever. The list of reports does not say which jobs a
 * workflow has; it says that others of the workflow go on without the job, and how long the job was absent
 * before. Pure.
 */

import type { SiteRun } from '../../format/site.ts'
import type { Job } from '../compare/related.ts'
import { type JobReports, jobsOf, newestOf } from './groups.ts'
import { isBad } from './jobs-verdict.ts'

export interface Jobs {
  /** The jobs that the verdict is about. */
  readonly current: readonly JobReports[]
  /** Jobs of which the last workflow runs have no report. */
  readonly former: readonly JobReports[]
  readonly absent: readonly Absence[]
  /** Former ones that failed the last time; also if their workflow seems to have been renamed. */
  readonly lost: readonly JobReports[]
}

/** A current job without a report, or without one yet, where it has rarely had none before. */
export interface Absence {
  readonly job: JobReports
  /** The events of whose newest workflow run it has no report. */
  readonly events: readonly string[]
}

/** Workflow runs in a row without a job: one or two may leave it out because of the paths they changed. */
const MISSED = 3

/** Milliseconds. GitHub ends a job after six hours; until then its report may still be published. */
const OVER = 6 * 3_600_000

/** Number of a job's last pauses between reports among which the longest is searched. */
const PAUSES = 10

/** `runs`: the reports of one branch or pull request, newest last; `now`: milliseconds since the epoch. */
export function splitJobs(runs: readonly SiteRun[], now: number = Date.now()): Jobs {
  /** Workflow and event → its workflow runs → when the last report of each was published, in milliseconds. */
  const workflows = new Map<string, Map<number, number>>()
  for (const run of runs) {
    const key = keyOf(run, run.event)
    const published = workflows.get(key) ?? new Map<number, number>()
    published.set(run.run, Date.parse(run.published))
    workflows.set(key, published)
  }
  const jobs = jobsOf(runs)
  const othersOf = (job: JobReports, event: string): [number, number][] => [
    ...(workflows.get(keyOf(job, event)) ?? []),
  ]
  const isFormer = (job: JobReports): boolean => {
    const newest = newestOf(job)
    const since = new Set(runs.slice(runs.indexOf(newest)).map(({ run }) => run))
    since.delete(newest.run)
    const after = eventsOf(job).map((event) => othersOf(job, event).filter(([run]) => since.has(run)))
    const missed = [...after, renamedTo(job, jobs, runs)].map(
      (later) => later.filter(([, last]) => now - last > OVER).length,
    )
    return Math.max(...missed) >= MISSED && now - Date.parse(newest.published) > 2 * longestPause(job)
  }
  const former = jobs.filter(isFormer)
  const current = jobs.filter((job) => !former.includes(job))
  return {
    current,
    former,
    absent: current.flatMap((job) => {
      const events = eventsOf(job).filter((event) => isAbsent(job, othersOf(job, event)))
      return events.length === 0 ? [] : [{ job, events }]
    }),
    lost: former.filter((job) => isBad(newestOf(job))),
  }
}

/**
 * Whether more workflow runs lack the job now than ever in a row between its last reports: a job that depends
 * on the paths that were changed, or on the day, is absent again and again. `others`: its workflow's runs of
 * one of its events.
 */
function isAbsent({ runs }: JobReports, others: readonly [number, number][]): boolean {
  const own = new Set(runs.map(({ run }) => run))
  const places = others.flatMap(([run], n) => (own.has(run) ? [n] : [])).slice(-PAUSES - 1)
  const missed = places.slice(1).map((place, n) => place - places[n] - 1)
  return others.length - 1 - places[places.length - 1] > Math.max(0, ...missed)
}

/**
 * Workflow runs, as above, of a job of the same name that began in another workflow after this one had ended:
 * the workflow was renamed. Or it only seems to have been, since older reports of the other were removed.
 */
function renamedTo(
  job: JobReports,
  jobs: readonly JobReports[],
  runs: readonly SiteRun[],
): [number, number][] {
  const end = runs.indexOf(newestOf(job))
  const heirs = jobs.filter(({ name, runs: of }) => name === job.name && runs.indexOf(of[0]) > end)
  return heirs.flatMap((heir) => [
    ...new Map(heir.runs.map(({ run, published }): [number, number] => [run, Date.parse(published)])),
  ])
}

/**
 * Milliseconds; 0 for a single report. A job that runs weekly beside nightly ones, or in a workflow that
 * follows several others, is absent again and again, and comes back.
 */
function longestPause({ runs }: JobReports): number {
  // only the first report of each workflow run: an old run may be re-run at any time
  const first = runs.filter(({ run }, n) => run !== runs[n - 1]?.run)
  const times = first.slice(-PAUSES - 1).map(({ published }) => Date.parse(published))
  return Math.max(0, ...times.slice(1).map((time, n) => time - times[n]))
}

/** Those of the job's last reports: a job that runs on pushes, too, does not pass there because it did in the night. */
const eventsOf = ({ runs }: JobReports): string[] => [
  ...new Set(runs.slice(-PAUSES).map(({ event }) => event)),
]

/** With the event: a job that only runs nightly is not missing from the pushes in between. */
const keyOf = ({ workflow }: Job, event: string): string => JSON.stringify([workflow, event])
