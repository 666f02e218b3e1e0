import { useMemo } from 'preact/hooks'
import type { RunsFile, SiteRun } from '../../format/site.ts'
import { formatCount, plural } from '../../words/number.ts'
import { isOn, isOnDefault } from '../compare/related.ts'
import { addressOf } from '../compare/reports.ts'
import { MoreButton } from '../frame/more-button.tsx'
import { Notice } from '../frame/notice.tsx'
import { ToneGlyph } from '../frame/tone.tsx'
import { lineRoute, printSiteRoute } from '../route/site-route.ts'
import { cutMiddle } from '../text/name.ts'
import { type Jobs, splitJobs } from './current-jobs.ts'
import { FailedJobs } from './failed-jobs.tsx'
import { jobsOf, type LineReports, linesOf, matches, newestOf, titleOf, wordsOf } from './groups.ts'
import { JobRows, LONGEST_JOB } from './job-rows.tsx'
import { badFirst, isBad, verdictOfJobs } from './jobs-verdict.ts'
import { refine } from './location.ts'
import { publishedAt } from './site.ts'
import { useShown } from './use-shown.ts'
import { Mark } from './verdict.tsx'
import { When, whenText } from './when.tsx'

/** Branches, or pull requests, listed at first; a button shows more. */
const SHOWN = 15

export function AllPage({ site, query }: { site: RunsFile; query: string }) {
  const { runs, defaultBranch } = site
  const found = useMemo(() => {
    const words = wordsOf(query)
    return linesOf(words.length === 0 ? runs : runs.filter((run) => matches(run, words)))
  }, [runs, query])
  const jobs = useMemo(() => splitJobs(runs.filter((run) => isOnDefault(site, run))), [site])
  const { current, former, absent } = jobs
  if (runs.length === 0) return <Empty />
  const isMain = ({ line }: LineReports): boolean => line.kind === 'branch' && line.name === defaultBranch
  const main = found.find(isMain)
  const pulls = found.filter(({ line }) => line.kind === 'pull')
  const branches = found.filter((one) => one.line.kind !== 'pull' && !isMain(one))
  return (
    <main class="page" tabIndex={-1}>
      <Heading site={site} jobs={jobs} />
      <p class="search-row">
        <input
          class="filter"
          type="search"
          placeholder="Search: job, branch, tag, #pull request, commit"
          aria-label="Search reports"
          value={query}
          onInput={({ currentTarget }) => refine({ page: 'all', query: currentTarget.value })}
        />
        <span class="quiet" role="status">
          {query === '' ? null : `${formatCount(found.reduce((sum, one) => sum + one.runs.length, 0))} found`}
        </span>
      </p>
      {main === undefined ? null : (
        <section class="section">
          <h2>
            {cutMiddle(defaultBranch ?? '', 100)}
            <a class="more" href={printSiteRoute(lineRoute(main.line))}>
              {allReports(runs.filter((run) => isOn(run, main.line)).length)}
            </a>
          </h2>
          <JobRows jobs={query === '' ? current : jobsOf(main.runs)} absent={absent} />
        </section>
      )}
      {query !== '' || former.length === 0 ? null : (
        <section class="section">
          <h2 class="quiet">No longer in the newest workflow runs</h2>
          <JobRows jobs={former} />
        </section>
      )}
      <Lines title="Pull requests" lines={pulls} />
      <Lines title={main === undefined ? 'Branches' : 'Other branches'} lines={branches} />
      {found.length === 0 ? (
        <Notice title="No report was found.">
          <p>
            Every word must occur in a report’s job, branch, tag, pull request, commit or workflow.{' '}
            <a href="#/">Show all {formatCount(runs.length)}</a>
          </p>
        </Notice>
      ) : null}
    </main>
  )
}

const allReports = (count: number): string =>
  count === 1 ? 'The only report' : `All ${formatCount(count)} reports`

/** Answers the first question of a reader: whether the default branch's jobs pass. */
function Heading({ site: { runs, defaultBranch }, jobs }: { site: RunsFile; jobs: Jobs }) {
  const { current, absent, lost } = jobs
  const all = current.length === 1 ? 'The only job' : `All ${plural(current.length, 'job')}`
  const doubts = { absent, lost: lost.length }
  const main = current.length === 0 ? null : verdictOfJobs(current.map(newestOf), doubts, all)
  return (
    <>
      <h1 class={main === null ? 'verdict' : `verdict is-${main.tone}`}>
        {main === null ? null : <ToneGlyph tone={main.tone} />}
        <b>
          {main === null
            ? plural(runs.length, 'report')
            : `${main.text} on ${cutMiddle(defaultBranch ?? '', 60)}${main.rest}`}
        </b>
      </h1>
      <p class="what-ran">
        {plural(runs.length, 'report')}, the newest of {whenText(publishedAt(runs[runs.length - 1]))}
        <FailedJobs jobs={current} />
      </p>
    </>
  )
}

function Lines({ title, lines }: { title: string; lines: readonly LineReports[] }) {
  const [shown, setShown] = useShown(title, SHOWN)
  if (lines.length === 0) return null
  return (
    <section class="section">
      <h2>
        {title} <span class="quiet">{formatCount(lines.length)}</span>
      </h2>
      <ul class="lines">
        {lines.slice(0, shown).map((one) => (
          <LineRow key={printSiteRoute(lineRoute(one.line))} of={one} />
        ))}
      </ul>
      <MoreButton all={lines.length} shown={shown} by={6 * SHOWN} onShow={setShown} />
    </section>
  )
}

function LineRow({ of }: { of: LineReports }) {
  const { line, runs } = of
  const { current } = useMemo(() => splitJobs(runs), [of])
  return (
    <li>
      <a class="line-name" href={printSiteRoute(lineRoute(line))}>
        {line.kind === 'pull' ? `#${line.number}` : cutMiddle(titleOf(line), 80)}
      </a>
      <span class="line-jobs">
        {badFirst(current).map((job) => (
          <LineJob key={job.title} title={job.title} run={newestOf(job)} />
        ))}
      </span>
      <span class="line-count">{plural(runs.length, 'report')}</span>
      <When at={publishedAt(newestOf(of))} />
    </li>
  )
}

function LineJob({ title, run }: { title: string; run: SiteRun }) {
  return (
    <a
      class={isBad(run) ? 'line-job is-bad' : 'line-job'}
      href={addressOf('', run)}
      title={cutMiddle(run.title, 300)}
    >
      <Mark run={run} />
      {cutMiddle(title, LONGEST_JOB)}
    </a>
  )
}

function Empty() {
  return (
    <main class="page is-alone" tabIndex={-1}>
      <h1>No reports yet</h1>
      <p>The first job that publishes with stackviz-action fills this page:</p>
      <pre class="command">
        {'- uses: stackviz/stackviz-action@v0\n  if: ${{ !cancelled() }}\n  with:\n    publish: branch'}
      </pre>
    </main>
  )
}
