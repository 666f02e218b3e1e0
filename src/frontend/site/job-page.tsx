import { useMemo } from 'preact/hooks'
import type { RunsFile } from '../../format/site.ts'
import { plural } from '../../words/number.ts'
import { LAST_REPORTS } from '../compare/noise.ts'
import { isSameJob, type Job } from '../compare/related.ts'
import { Notice } from '../frame/notice.tsx'
import { ToneGlyph } from '../frame/tone.tsx'
import { type JobRoute, type Line, lineRoute, parseOn, printOn, printSiteRoute } from '../route/site-route.ts'
import { cutMiddle } from '../text/name.ts'
import { jobAt, jobsOf, linesOf, newestOf, reportsOf, titleOf, titleOfJob } from './groups.ts'
import { JobCharts } from './job-charts.tsx'
import { JobTests } from './job-tests.tsx'
import { toneOfRun } from './jobs-verdict.ts'
import { refine } from './location.ts'
import { ReportsTable } from './reports-page.tsx'
import { routeOfJob, shared } from './site.ts'
import { Verdict } from './verdict.tsx'

/** Number of other branches and pull requests to choose from. */
const LINES = 50

/** One job over time: its failures, its wall time and its tests. */
export function JobPage({ site, at }: { site: RunsFile; at: JobRoute }) {
  const on = printOn(at.on)
  const job = jobAt(site, at)
  const runs = useMemo(() => reportsOf(site, job, at.on), [site, job.name, job.workflow, on])
  // on the default branch, a namesake's if it has none there itself
  const shown = runs[0] ?? job
  const namesakes = useMemo(
    () =>
      jobsOf(site.runs.filter(({ name }) => name === job.name)).filter(
        (one) => !isSameJob(one, job) && !isSameJob(one, shown),
      ),
    [site, job.name, job.workflow, shown.workflow],
  )
  const title = titleOfJob(shown, shared.value)
  const last = useMemo(() => runs.slice(-LAST_REPORTS), [runs])
  return (
    <main class="page" tabIndex={-1}>
      <h1 class="verdict">
        {runs.length === 0 ? null : <ToneGlyph tone={toneOfRun(newestOf({ runs }))} />}
        <span>
          <b>{cutMiddle(title, 200)}</b>
          <span class="verdict-rest"> {placeOf(site, at.on)}</span>
        </span>
      </h1>
      <p class="what-ran">
        <a href="#/">All reports</a>
        {typeof at.on === 'string' ? null : (
          <span class="fact">
            <a href={printSiteRoute(lineRoute(at.on))}>{cutMiddle(titleOf(at.on), 100)}</a>
          </span>
        )}
        {runs.length === 0 ? null : (
          <span class="fact">
            the newest: <Verdict run={newestOf({ runs })} />
          </span>
        )}
        {namesakes.map((one) => (
          <span key={one.workflow} class="fact">
            <a href={printSiteRoute(routeOfJob(one, { on: at.on }))}>{cutMiddle(one.title, 100)}</a>
          </span>
        ))}
      </p>
      <OnChoice site={site} job={job} at={at} />
      {runs.length === 0 ? (
        <Notice title="There are no reports of this job here.">
          <p>
            Choose another branch above, or see <a href="#/">all reports</a>.
          </p>
        </Notice>
      ) : (
        <>
          <JobCharts runs={runs} />
          <JobTests key={`${title} ${on}`} site={site} at={at} runs={last} />
          <section class="section">
            <h2>
              {last.length < runs.length
                ? `The last ${last.length} of ${plural(runs.length, 'report')}`
                : plural(runs.length, 'report')}
            </h2>
            <ReportsTable site={site} runs={last.toReversed()} />
          </section>
        </>
      )}
    </main>
  )
}

function placeOf({ defaultBranch }: RunsFile, on: JobRoute['on']): string {
  if (on === 'all') return 'on all branches and pull requests'
  if (on === 'default') return `on ${cutMiddle(defaultBranch ?? 'the default branch', 100)}`
  if (on.kind === 'unknown') return 'of unknown code'
  return on.kind === 'pull' ? `in pull request ${on.number}` : `on ${cutMiddle(titleOf(on), 100)}`
}

function OnChoice({ site, job, at }: { site: RunsFile; job: Job; at: JobRoute }) {
  const lines = useMemo(
    () => linesOf(site.runs.filter((run) => isSameJob(run, job))).map(({ line }) => line),
    [site, job.name, job.workflow],
  )
  const others = lines.filter((line) => line.kind !== 'branch' || line.name !== site.defaultBranch)
  const chosen = printOn(at.on)
  const options: [string, string][] = [
    ['', cutMiddle(site.defaultBranch ?? 'The default branch', 60)],
    ['all', 'All branches and pull requests'],
    ...others.slice(0, LINES).map((line): [string, string] => [printOn(line), cutMiddle(titleOf(line), 60)]),
  ]
  // one without reports of this job, or beyond those that are listed
  if (!options.some(([value]) => value === chosen))
    options.push([chosen, cutMiddle(titleOf(at.on as Line), 60)])
  return (
    <p class="choice-row">
      <label class="choice">
        Reports of{' '}
        <select
          value={chosen}
          onChange={({ currentTarget: { value } }) => refine({ ...at, on: parseOn(value) ?? 'default' })}
        >
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
    </p>
  )
}
