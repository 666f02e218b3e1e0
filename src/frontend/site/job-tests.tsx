import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { RunsFile, SiteRun } from '../../format/site.ts'
import { buildHistory } from '../compare/history.ts'
import type { LastReports } from '../compare/last-reports.ts'
import { Notice } from '../frame/notice.tsx'
import { ChosenTest } from './chosen-test.tsx'
import { FlakySection } from './flaky-section.tsx'
import type { JobHistory } from './job-history.ts'
import { markFrame } from './mark.ts'
import { PaceSections } from './pace-sections.tsx'
import { Missing, ReadingReports } from './reading.tsx'
import type { JobRoute } from './route.ts'
import { focusOpened } from './test-rows.tsx'
import { TestsSection } from './tests-section.tsx'
import { useLast } from './use-last.ts'

/** The tests of a job's last reports, which are read when the job is shown. */
export function JobTests({ site, at, runs }: { site: RunsFile; at: JobRoute; runs: readonly SiteRun[] }) {
  const reading = useLast(runs)
  if (reading.state === 'reading') return <ReadingReports {...reading} />
  return <Read site={site} at={at} last={reading.last} newest={runs[runs.length - 1]} />
}

interface ReadProps {
  readonly site: RunsFile
  readonly at: JobRoute
  readonly last: LastReports
  readonly newest: SiteRun
}

function Read({ site, at, last, newest }: ReadProps) {
  const history = useMemo(() => buildHistory(last.read.map(({ tests }) => tests)), [last])
  useEffect(() => markFrame('history'), [])
  const chosen = useRef(at.test)
  useEffect(() => {
    if (chosen.current !== null && at.test === null) focusOpened()
    chosen.current = at.test
  }, [at.test])
  const hasNewest = last.read.at(-1)?.run === newest
  const of: JobHistory = { site, at, history, reports: last.read, hasNewest }
  return (
    <>
      <Missing last={last} />
      {last.read.length === 0 ? (
        <Notice title="No tests can be shown, because none of the reports could be read." />
      ) : (
        <>
          {at.test === null ? null : <ChosenTest of={of} name={at.test} />}
          <FlakySection of={of} />
          <PaceSections of={of} />
          <TestsSection of={of} />
        </>
      )}
    </>
  )
}
