import { useMemo } from 'preact/hooks'
import { isSameJob } from '../compare/related.ts'
import { printSiteRoute } from '../route/site-route.ts'
import { cutMiddle } from '../text/name.ts'
import { Bars } from './bars.tsx'
import type { Absence } from './current-jobs.ts'
import { Commit } from './facts.tsx'
import { type JobReports, newestOf } from './groups.ts'
import { badFirst, isBad, missedInWords } from './jobs-verdict.ts'
import { publishedAt, routeOfJob } from './site.ts'
import { Verdict, wallTime } from './verdict.tsx'
import { When } from './when.tsx'

/** Letters shown of a job's name, which wraps: the legs of a matrix may differ anywhere in it. */
export const LONGEST_JOB = 200

/** Number of reports that a small chart has room for. */
const SLOTS = 40

interface RowsProps {
  readonly jobs: readonly JobReports[]
  readonly absent?: readonly Absence[]
}

/** The jobs of the default branch, each with its newest report and a chart of the last ones; those that failed come first. */
export function JobRows({ jobs, absent = [] }: RowsProps) {
  return (
    <ul class="jobs">
      {badFirst(jobs).map((job) => (
        <JobRow key={job.title} job={job} absence={absent.find((one) => isSameJob(one.job, job))} />
      ))}
    </ul>
  )
}

function JobRow({ job, absence }: { job: JobReports; absence: Absence | undefined }) {
  const newest = newestOf(job)
  const bars = useMemo(
    () => job.runs.slice(-SLOTS).map((run) => ({ value: run.duration, bad: isBad(run) })),
    [job],
  )
  return (
    <li>
      <a class="job-name" href={printSiteRoute(routeOfJob(job))} title={cutMiddle(job.title, 300)}>
        {cutMiddle(job.title, LONGEST_JOB)}
      </a>
      <Bars class="job-bars" bars={bars} slots={SLOTS} />
      <Verdict run={newest} />
      <span class="job-time">{wallTime(newest)}</span>
      <Commit run={newest} />
      <When at={publishedAt(newest)} />
      {absence === undefined ? null : <span class="job-absent">No {missedInWords([absence])}</span>}
    </li>
  )
}
