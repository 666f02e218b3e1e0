import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import { type TestsRead, testsRead } from '../data/report.ts'
import { Notice } from '../frame/notice.tsx'
import { searchWanted } from '../frame/search.ts'
import { Table } from './table.tsx'
import { Toolbar } from './toolbar.tsx'
import { asked, change, countAll, rows } from './view.ts'

export function TestsPage({ manifest }: { manifest: Manifest }) {
  const search = useRef<HTMLInputElement>(null)
  const page = useRef<HTMLElement>(null)
  const wanted = searchWanted.value
  // a layout effect: what is typed behind the / belongs into the field
  useLayoutEffect(() => {
    if (wanted === 0) return
    searchWanted.value = 0
    search.current?.focus()
    search.current?.select()
  }, [wanted])
  const read = testsRead.value
  const shown = rows.value
  return (
    <main ref={page} class="tests-page" tabIndex={-1}>
      <h1 class="unseen">Tests</h1>
      <Toolbar
        manifest={manifest}
        shown={shown?.length ?? 0}
        all={countAll.value}
        search={search}
        onLeave={() => page.current?.querySelector<HTMLElement>('.table')?.focus()}
      />
      {read === null ? null : <Faults read={read} />}
      {read === null || shown === null ? (
        <p class="quiet padded" role="status">
          Reading the tests…
        </p>
      ) : shown.length === 0 ? (
        <NothingShown all={countAll.value} />
      ) : (
        <Table tests={read.tests} rows={shown} runs={manifest.runs.length > 1} />
      )}
    </main>
  )
}

function Faults({ read }: { read: TestsRead }) {
  if (read.faults.size === 0) return null
  return (
    <div class="padded">
      {[...read.faults].map(([run, error]) => (
        <Notice key={run} title={`Run ${run} is missing here. ${error.message}`} strong>
          <p>{error.remedy}</p>
        </Notice>
      ))}
    </div>
  )
}

function NothingShown({ all }: { all: number }) {
  const { query, statuses } = asked.value
  if (all === 0) {
    return (
      <Notice title="There are no tests in this report.">
        <p>A stream in which at least one test starts would fill this table.</p>
      </Notice>
    )
  }
  return (
    <Notice title={query === '' ? 'No test has this status.' : `No test matches “${query}”.`}>
      <p>
        {statuses.length > 0 ? 'Only the chosen statuses are searched. ' : ''}
        <button type="button" class="link" onClick={() => change({ query: '', statuses: [], run: null })}>
          Show all tests
        </button>
      </p>
    </Notice>
  )
}
