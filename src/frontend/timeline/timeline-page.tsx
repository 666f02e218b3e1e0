import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import { testsDrawn, testsRead } from '../data/report.ts'
import { ErrorNotice, Notice } from '../frame/notice.tsx'
import { useTimelineKeys } from './keys.ts'
import { Overview } from './overview.tsx'
import { Panel } from './panel.tsx'
import { Plots } from './plots.tsx'
import { model } from './state.ts'
import { TimelineTable } from './table.tsx'
import { Toolbar } from './toolbar.tsx'

export function TimelinePage({ manifest }: { manifest: Manifest }) {
  const filter = useRef<HTMLInputElement>(null)
  useTimelineKeys(filter)
  useLayoutEffect(() => {
    // the page is the window's height: its lanes scroll, it does not
    document.documentElement.classList.add('is-filled')
    return () => document.documentElement.classList.remove('is-filled')
  }, [])
  return (
    <main class="timeline" tabIndex={-1}>
      <h1 class="unseen">Timeline</h1>
      <Toolbar manifest={manifest} filter={filter} />
      <Faults />
      <Body manifest={manifest} />
    </main>
  )
}

function Body({ manifest }: { manifest: Manifest }) {
  if (testsDrawn.value === null) {
    return (
      <p class="quiet padded" role="status">
        Reading the tests…
      </p>
    )
  }
  if (model.value === null) return <NothingToDraw tests={testsDrawn.value.count} />
  return (
    <>
      <Overview />
      <Plots manifest={manifest} />
      <TimelineTable />
      <Panel manifest={manifest} />
    </>
  )
}

function NothingToDraw({ tests }: { tests: number }) {
  return (
    <div class="padded">
      {tests === 0 ? (
        <Notice title="No test ran, so there is nothing to draw.">
          <p>A stream with tests in it would fill this page with a lane for each worker.</p>
        </Notice>
      ) : (
        <Notice title="The tests have no times, so there is nothing to draw.">
          <p>
            The stream gives none. Runners that speak subunit version 2 write them;{' '}
            <a href="#/tests">all tests are in the table</a>.
          </p>
        </Notice>
      )}
    </div>
  )
}

function Faults() {
  const faults = [...(testsRead.value?.faults.values() ?? [])]
  return faults.length === 0 ? null : (
    <div class="padded">
      {faults.map((fault, i) => (
        <ErrorNotice key={i} error={fault} />
      ))}
    </div>
  )
}
