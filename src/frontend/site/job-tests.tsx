import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { RunsFile, SiteRun } from '../../format/site.ts'
import { buildHistory, type History } from '../compare/history.ts'
import type { LastReports, ReadReport } from '../compare/last-reports.ts'
import { LAST_REPORTS } from '../compare/noise.ts'
import { onDefaultBranch } from '../compare/related.ts'
import { Notice } from '../frame/notice.tsx'
import { focusContent } from '../frame/skip-link.tsx'
import type { JobRoute } from '../route/site-route.ts'
import { ChosenTest } from './chosen-test.tsx'
import { FailingSection } from './failing-section.tsx'
import { FlakySection } from './flaky-section.tsx'
import type { JobHistory } from './job-history.ts'
import { entry } from './location.ts'
import { markFrame } from './mark.ts'
import { PaceSections } from './pace-sections.tsx'
import { Missing, ReadingReports } from './reading.tsx'
import { focusOpened } from './test-rows.tsx'
import { TestsSection } from './tests-section.tsx'
import { useLast } from './use-last.ts'

interface JobTestsProps {
  readonly site: RunsFile
  readonly at: JobRoute
  /** At least one, the newest last. */
  readonly runs: readonly SiteRun[]
}

/** The tests of a job's last reports, which are read when the job is shown. */
export function JobTests({ site, at, runs }: JobTestsProps) {
  // the job's own come last, because `fetchLast` reads from the end
  const wanted = useMemo(
    () => [...usualFor(site, runs).filter((run) => !runs.includes(run)), ...runs],
    [site, runs],
  )
  const { done, of, last } = useLast(wanted)
  return last === null ? (
    <ReadingReports done={done} of={of} />
  ) : (
    <Read site={site} at={at} runs={runs} last={last} />
  )
}

/** The default branch's last reports before the newest of `runs`: with that one, as many as are read elsewhere. */
function usualFor(site: RunsFile, runs: readonly SiteRun[]): readonly SiteRun[] {
  const newest = runs[runs.length - 1]
  const earlier = new Set(site.runs.slice(0, site.runs.indexOf(newest)))
  return onDefaultBranch(site, newest)
    .filter((run) => earlier.has(run))
    .slice(1 - LAST_REPORTS)
}

function Read({ site, at, runs, last }: JobTestsProps & { readonly last: LastReports }) {
  const found = useMemo(() => {
    const reports = last.read.filter(({ run }) => runs.includes(run))
    const newest = reports.findLastIndex(({ tests }) => tests.keys.length > 0)
    const usual = newest < 0 ? [] : usualFor(site, runs).filter((run) => run !== reports[newest].run)
    const before = last.read.filter(({ run }) => usual.includes(run))
    const past = [...before, ...reports.slice(newest, newest + 1)]
    const history = historyOf(reports)
    return {
      reports,
      history,
      newest,
      which: whichOf(runs[runs.length - 1], reports, newest),
      // on the default branch they are the same
      past:
        past.length === reports.length && past.every((one) => reports.includes(one))
          ? history
          : historyOf(past),
    }
  }, [last])
  useEffect(() => markFrame('history'), [])
  const chosen = useRef(at.test)
  useEffect(() => {
    if (chosen.current === at.test) return
    chosen.current = at.test
    if (at.test === null) focusOpened()
    else focusContent(entry().left ?? '.chosen')
  }, [at.test])
  const of: JobHistory = { site, at, ...found }
  return (
    <>
      <Missing last={last} />
      {found.reports.length === 0 ? (
        <Notice title="No tests can be shown, because none of the reports could be read." />
      ) : (
        <>
          {at.test === null ? null : <ChosenTest of={of} name={at.test} />}
          {found.newest < 0 ? null : <FailingSection of={of} />}
          <FlakySection of={of} />
          {found.newest < 0 ? null : <PaceSections of={of} />}
          <TestsSection of={of} />
        </>
      )}
    </>
  )
}

const historyOf = (reports: readonly ReadReport[]): History => buildHistory(reports.map(({ tests }) => tests))

/** `wanted`: the job's newest report, which may have no tests, or could not be read. */
function whichOf(wanted: SiteRun, reports: readonly ReadReport[], newest: number): string {
  if (reports[newest]?.run === wanted) return 'newest report'
  return `newest report ${reports.at(-1)?.run === wanted ? 'that has tests' : 'that could be read'}`
}
