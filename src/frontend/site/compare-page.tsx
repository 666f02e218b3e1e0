import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import type { RunsFile, SiteRun } from '../../format/site.ts'
import { compareReports } from '../compare/compare.ts'
import { buildHistory } from '../compare/history.ts'
import { LAST_REPORTS, NOISE_RULE } from '../compare/noise.ts'
import { comparePaces, variationIn } from '../compare/pace.ts'
import {
  basesOf,
  isSameJob,
  type Job,
  lineOf,
  onDefaultBranch,
  onOf,
  predecessorOf,
} from '../compare/related.ts'
import { addressOf, compareHash, directoryOf } from '../compare/reports.ts'
import { labelPair } from '../compare/run-labels.ts'
import { Notice } from '../frame/notice.tsx'
import { type CompareRoute, lineRoute, printSiteRoute } from '../route/site-route.ts'
import { cutMiddle } from '../text/name.ts'
import { Differences } from './differences.tsx'
import { Commit } from './facts.tsx'
import { titleOf, titleOfJob } from './groups.ts'
import { LONGEST_JOB } from './job-rows.tsx'
import { Missing, ReadingReports } from './reading.tsx'
import { publishedAt, routeOfJob, shared } from './site.ts'
import { type Reading, useLast } from './use-last.ts'
import { Verdict, wallTime } from './verdict.tsx'
import { whenText } from './when.tsx'

/** Compares two reports. */
export function ComparePage({ site, at }: { site: RunsFile; at: CompareRoute }) {
  const find = (directory: string): SiteRun | undefined =>
    site.runs.find((run) => directoryOf(run) === directory)
  const [before, after] = [find(at.before), find(at.after)]
  const title = after === undefined ? 'Comparison' : cutMiddle(titleOfJob(after, shared.value), LONGEST_JOB)
  return (
    <main class="page" tabIndex={-1}>
      <h1 class="verdict">
        <span>
          <b>{title}</b>
          <span class="verdict-rest">, what changed</span>
        </span>
      </h1>
      <p class="what-ran">
        <a href="#/">All reports</a>
        {after === undefined ? null : (
          <span class="fact">
            <a href={printSiteRoute(routeOfJob(after, { on: onOf(site, after) }))}>{title} over time</a>
          </span>
        )}
      </p>
      {before === undefined || after === undefined ? (
        <Notice
          title={`There is no report ${cutMiddle(before === undefined ? at.before : at.after, 100)} here.`}
        >
          <p>
            It may have been removed: to stay small, the site drops old reports and those of closed pull
            requests.
          </p>
        </Notice>
      ) : (
        <Compared key={`${at.before}/${at.after}`} site={site} before={before} after={after} />
      )}
    </main>
  )
}

interface Pair {
  readonly site: RunsFile
  readonly before: SiteRun
  readonly after: SiteRun
}

function Compared({ site, before, after }: Pair) {
  // the two come last, because `fetchLast` reads from the end
  const wanted = useMemo(
    () => [...usualFor(site, after).filter((run) => run !== before && run !== after), before, after],
    [site, before, after],
  )
  const reading = useLast(wanted, labelPair)
  return (
    <>
      <div class="pair">
        <Side title="Before" run={before} other={isSameJob(before, after) ? null : before}>
          <BeforeChoice site={site} before={before} after={after} />
        </Side>
        <Side title="After" run={after} other={null} />
      </div>
      <Read site={site} before={before} after={after} reading={reading} />
    </>
  )
}

/** The reports that tell how much a test's time varies, and what fails without the change. */
const usualFor = (site: RunsFile, run: SiteRun): readonly SiteRun[] =>
  onDefaultBranch(site, run).slice(-LAST_REPORTS)

/** What the two differ in is shown once they are read. The others tell how much times vary, and what fails there. */
function Read({ site, before, after, reading }: Pair & { readonly reading: Reading }) {
  const { done, of, last, read } = reading
  const [one, other] = [before, after].map((run) => read.find((report) => report.run === run))
  const comparison = useMemo(() => one && other && compareReports(one.tests, other.tests), [one, other])
  const others = useMemo(() => last?.read.filter((report) => report !== one && report !== other), [last])
  const history = useMemo(() => others && buildHistory(others.map(({ tests }) => tests)), [others])
  const paces = useMemo(
    () => (one && other && history ? comparePaces(one.tests, other.tests, variationIn(history)) : null),
    [history],
  )
  const main = useMemo(() => {
    const earlier = others?.filter(({ run }) => site.runs.indexOf(run) < site.runs.indexOf(after))
    const branch = cutMiddle(site.defaultBranch ?? '', 40)
    return earlier ? { history: buildHistory(earlier.map(({ tests }) => tests)), branch } : null
  }, [others])
  return (
    <>
      {one && other && comparison ? (
        <Differences before={one} after={other} comparison={comparison} paces={paces} main={main} />
      ) : last?.faults.length === 0 ? (
        <Notice title="These two reports are too large to be compared here.">
          <p>
            <a href={addressOf('', after)}>The report itself</a> says what changed since the one before.
          </p>
        </Notice>
      ) : null}
      {last === null ? <ReadingReports done={done} of={of} /> : <Missing last={last} />}
      {paces && others ? (
        <p class="rule end-rule">
          {NOISE_RULE} Besides these two, {others.length} could be read here.
        </p>
      ) : null}
    </>
  )
}

interface SideProps {
  readonly title: string
  readonly run: SiteRun
  /** Its job, if that is not the page's. */
  readonly other: Job | null
  readonly children?: ComponentChildren
}

function Side({ title, run, other, children }: SideProps) {
  const line = lineOf(run)
  return (
    <section class="side" aria-label={title}>
      <h2 class="quiet">{title}</h2>
      <p class="side-verdict">
        <Verdict run={run} />
        <span class="quiet"> in {wallTime(run)}</span>
      </p>
      <p class="quiet">
        {other === null ? null : `${cutMiddle(titleOfJob(other, shared.value), LONGEST_JOB)} · `}
        <a class="side-line" href={printSiteRoute(lineRoute(line))}>
          {cutMiddle(titleOf(line), 60)}
        </a>{' '}
        · <Commit run={run} /> · {whenText(publishedAt(run))}
      </p>
      {children}
    </section>
  )
}

/** Other reports to compare with: the one before, the default branch's. */
function BeforeChoice({ site, before, after }: Pair) {
  const predecessor = predecessorOf(site, after)
  const others = [
    ...(predecessor === null ? [] : [[predecessor, 'the one before'] as const]),
    ...basesOf(site, after),
  ]
  const offered = others.filter(([run]) => run !== before)
  if (offered.length === 0) return null
  return (
    <p>
      Compare with{' '}
      {offered.map(([run, text], n) => (
        <>
          {n > 0 ? ' or ' : ''}
          <a href={compareHash(run, after)}>{text}</a>
        </>
      ))}
    </p>
  )
}
