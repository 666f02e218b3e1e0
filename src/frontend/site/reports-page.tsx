import { useMemo } from 'preact/hooks'
import type { RunsFile, SiteRun } from '../../format/site.ts'
import { NONE, plural } from '../../words/number.ts'
import { baseOf, isOn, type Job, onOf, predecessorOf } from '../compare/related.ts'
import { compareHash } from '../compare/reports.ts'
import { DataTable } from '../frame/data-table.tsx'
import { MoreButton } from '../frame/more-button.tsx'
import { Notice } from '../frame/notice.tsx'
import { ToneGlyph } from '../frame/tone.tsx'
import { lineRoute, printSiteRoute, type ReportsRoute } from '../route/site-route.ts'
import { cutMiddle } from '../text/name.ts'
import { splitJobs } from './current-jobs.ts'
import { Commit, PullLink, WorkflowRun } from './facts.tsx'
import { FailedJobs } from './failed-jobs.tsx'
import { type JobReports, newestOf, sharedNames, titleOf, titleOfJob } from './groups.ts'
import { LONGEST_JOB } from './job-rows.tsx'
import { missedInWords, verdictOfJobs } from './jobs-verdict.ts'
import { publishedAt, routeOfJob } from './site.ts'
import { useShown } from './use-shown.ts'
import { Verdict, wallTime } from './verdict.tsx'
import { When } from './when.tsx'

const SHOWN = 100

/** The reports of a branch or a pull request, the newest first. */
export function ReportsPage({ site, at }: { site: RunsFile; at: ReportsRoute }) {
  const { line } = at
  const [shown, setShown] = useShown('reports', SHOWN)
  const all = useMemo(
    () => site.runs.filter((run) => isOn(run, line)),
    [site, printSiteRoute(lineRoute(line))],
  )
  const { current, former, absent, lost } = useMemo(() => splitJobs(all), [all])
  const runs = all.filter((run) => isChosen(run, at)).toReversed()
  const verdict =
    current.length === 0 ? null : verdictOfJobs(current.map(newestOf), { absent, lost: lost.length })
  const jobs = [...current, ...former]
  return (
    <main class="page" tabIndex={-1}>
      <h1 class="verdict">
        {verdict === null ? null : <ToneGlyph tone={verdict.tone} />}
        <span>
          <b>{cutMiddle(titleOf(line), 200)}</b>
          <span class="verdict-rest">{verdict === null ? '' : `, ${verdict.text}${verdict.rest}`}</span>
        </span>
      </h1>
      <p class="what-ran">
        <a href="#/">All reports</a>
        {line.kind === 'pull' ? (
          <span class="fact">
            <PullLink pull={line.number} /> on GitHub
          </span>
        ) : null}
        <FailedJobs jobs={current} />
        {line.kind === 'unknown' ? (
          <span class="fact">of events that do not say which code was tested</span>
        ) : null}
        {absent.map((one) => (
          <span key={one.job.title} class="fact">
            {cutMiddle(one.job.title, LONGEST_JOB)} has no {missedInWords([one])}
          </span>
        ))}
        {former.length === 0 ? null : (
          <span class="fact">
            no longer in the newest workflow runs:{' '}
            {former.map(({ title }) => cutMiddle(title, LONGEST_JOB)).join(', ')}
          </span>
        )}
      </p>
      {runs.length === 0 ? (
        <Notice title="There are no reports of it here.">
          <p>
            They may have been removed: to stay small, the site drops old reports and those of closed pull
            requests.
          </p>
        </Notice>
      ) : null}
      {jobs.length < 2 ? null : <JobChoice jobs={jobs} at={at} />}
      {runs.length === 0 ? null : (
        <section class="section">
          <h2>{plural(runs.length, 'report')}</h2>
          <ReportsTable site={site} runs={runs.slice(0, shown)} />
          <MoreButton all={runs.length} shown={shown} by={SHOWN} onShow={setShown} />
        </section>
      )}
    </main>
  )
}

const isChosen = ({ name, workflow }: Job, { job, workflow: of }: ReportsRoute): boolean =>
  job === null || (name === job && (of === null || workflow === of))

function JobChoice({ jobs, at }: { jobs: readonly JobReports[]; at: ReportsRoute }) {
  const chips = [
    { text: 'All jobs', to: lineRoute(at.line), isOn: at.job === null },
    ...jobs.map((job) => ({
      text: cutMiddle(job.title, LONGEST_JOB),
      to: lineRoute(at.line, { job: job.name, workflow: job.title === job.name ? null : job.workflow }),
      isOn: at.job !== null && isChosen(job, at),
    })),
  ]
  return (
    <p class="chips">
      {chips.map(({ text, to, isOn: isCurrent }) => (
        <a
          key={printSiteRoute(to)}
          class="chip"
          aria-current={isCurrent ? 'true' : undefined}
          href={printSiteRoute(to)}
        >
          {text}
        </a>
      ))}
    </p>
  )
}

export function ReportsTable({ site, runs }: { site: RunsFile; runs: readonly SiteRun[] }) {
  const namesakes = sharedNames(runs)
  return (
    <DataTable
      class="reports"
      caption="Reports, the newest first"
      heads={['Report', 'Job', 'Wall time', 'Commit', 'Workflow run', 'Published', 'Compare']}
      rows={runs.map((run) => ({
        key: run.path,
        cells: [
          <Verdict run={run} />,
          <a href={printSiteRoute(routeOfJob(run, { on: onOf(site, run) }))}>
            {cutMiddle(titleOfJob(run, namesakes), LONGEST_JOB)}
          </a>,
          wallTime(run),
          <Commit run={run} />,
          <WorkflowRun run={run} />,
          <When at={publishedAt(run)} />,
          <Compared site={site} run={run} />,
        ],
      }))}
    />
  )
}

/** A link to the comparison with the report before; for the first one, with the default branch's newest. */
function Compared({ site, run }: { site: RunsFile; run: SiteRun }) {
  const before = predecessorOf(site, run)
  const base = baseOf(site, run)
  if (before !== null) return <a href={compareHash(before, run)}>with the one before</a>
  if (base === null) return <>{NONE}</>
  return <a href={compareHash(base, run)}>with {cutMiddle(site.defaultBranch ?? '', 30)}</a>
}
