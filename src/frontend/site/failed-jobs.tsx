import { addressOf } from '../compare/reports.ts'
import { cutMiddle } from '../text/name.ts'
import { type JobReports, newestOf } from './groups.ts'
import { LONGEST_JOB } from './job-rows.tsx'
import { isBad } from './jobs-verdict.ts'

/** Jobs named; the list below the heading begins with all of them. */
const NAMED = 3

/** Which jobs the verdict says failed, each a link to its newest report. */
export function FailedJobs({ jobs }: { jobs: readonly JobReports[] }) {
  const failed = jobs.filter((job) => isBad(newestOf(job)))
  if (failed.length === 0) return null
  return (
    <span class="fact">
      failed:{' '}
      {failed.slice(0, NAMED).map((job, n) => (
        <span key={job.title}>
          {n === 0 ? '' : ', '}
          <a href={addressOf('', newestOf(job))}>{cutMiddle(job.title, LONGEST_JOB)}</a>
        </span>
      ))}
      {failed.length > NAMED ? ` and ${failed.length - NAMED} more` : ''}
    </span>
  )
}
