import { useMemo } from 'preact/hooks'
import { cutMiddle } from '../text/name.ts'
import { Bars } from './bars.tsx'
import { Commit } from './facts.tsx'
import { type JobReports, newestOf } from './groups.ts'
import { isBad } from './jobs-verdict.ts'
import { printSiteRoute } from './route.ts'
import { publishedAt, routeOfJob } from './site.ts'
import { Verdict, wallTime } from './verdict.tsx'
import { When } from './when.tsx'

/** Number of reports that a small chart has room for. */
const SLOTS = 40

/** The jobs of the default branch, each with its newest report and a chart of the last ones. */
export function JobRows({ jobs }: { jobs: readonly JobReports[] }) {
  return (
    <ul class="jobs">
      {jobs.map((job) => (
        <JobRow key={job.title} job={job} />
      ))}
    </ul>
  )
}

function JobRow({ job }: { job: JobReports }) {
  const newest = newestOf(job)
  const bars = useMemo(
    () => job.runs.slice(-SLOTS).map((run) => ({ value: run.duration, bad: isBad(run) })),
    [job],
  )
  return (
    <li>
      <a class="job-name" href={printSiteRoute(routeOfJob(job))} title={cutMiddle(job.title, 300)}>
        {cutMiddle(job.title, 60)}
      </a>
      <Bars class="job-bars" bars={bars} slots={SLOTS} />
      <Verdict run={newest} />
      <span class="job-time">{wallTime(newest)}</span>
      <Commit run={newest} />
      <When at={publishedAt(newest)} />
    </li>
  )
}
