import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import { formatCount, plural } from '../../words/number.ts'
import { testsRead } from '../data/report.ts'
import type { Tests } from '../data/tests.ts'
import { CopyButton } from '../frame/copy-button.tsx'
import { useKeys } from '../frame/keys.ts'
import { Notice } from '../frame/notice.tsx'
import { saveFile } from '../frame/save.ts'
import { focusContent } from '../frame/skip-link.tsx'
import { Faults, NoRun, Reading } from '../frame/tests-notices.tsx'
import { COLUMN_KEYS, type ColumnKey } from '../route/route.ts'
import { FilterBar } from '../search/filter-bar.tsx'
import { columnsOf, isNarrow, LABELS, toggleColumn } from './columns.tsx'
import { csvOf, idsOf } from './export.ts'
import type { Rows } from './rows.ts'
import { Table } from './table.tsx'
import { asked, change, countAll, counts, rows } from './view.ts'
import { searchWanted } from './want-search.ts'

export function TestsPage({ manifest }: { manifest: Manifest }) {
  const search = useRef<HTMLInputElement>(null)
  const wanted = searchWanted.value
  // a layout effect, so that letters typed right after the / go to the field
  useLayoutEffect(() => {
    if (wanted === 0) return
    searchWanted.value = 0
    search.current?.focus()
    search.current?.select()
  }, [wanted])
  const read = testsRead.value
  const shown = rows.value
  const all = countAll.value
  const [, redraw] = useState(isNarrow)
  useEffect(() => {
    const check = (): void => redraw(isNarrow)
    window.addEventListener('resize', check)
    return () => window.removeEventListener('resize', check)
  }, [])
  const columns = useSame(columnsOf(manifest.runs.length > 1))
  return (
    <main class="tests-page" tabIndex={-1}>
      <h1 class="unseen">Tests</h1>
      <FilterBar
        manifest={manifest}
        filter={asked.value}
        change={change}
        counts={counts.value}
        field={search}
        target=".table"
      >
        <div class="tools">
          <p class="shown" role="status">
            {shown === null
              ? null // not counted yet
              : shown.length === all
                ? plural(all, 'test')
                : `${formatCount(shown.length)} of ${formatCount(all)}`}
          </p>
          {read === null || shown === null ? null : (
            <Tools tests={read.tests} shown={shown} columns={columns} />
          )}
        </div>
      </FilterBar>
      <Faults />
      {read === null || shown === null ? (
        <Reading />
      ) : shown.length === 0 ? (
        <NothingShown all={all} runs={manifest.runs.length} />
      ) : (
        <Table tests={read.tests} rows={shown} columns={columns} />
      )}
    </main>
  )
}

/** The previous list if it is equal, so that nothing drawn from it is redrawn. */
function useSame(list: readonly ColumnKey[]): readonly ColumnKey[] {
  return useMemo(() => list, [list.join()])
}

interface ToolsProps {
  readonly tests: Tests
  readonly shown: Rows
  readonly columns: readonly ColumnKey[]
}

/** The choice of columns, and exports of the rows shown. */
function Tools({ tests, shown, columns }: ToolsProps) {
  const [isSaving, setSaving] = useState(false)
  const menu = useRef<HTMLDetailsElement>(null)
  useKeys({ Escape: () => closeMenu(menu.current) })
  const saveCsv = async (): Promise<void> => {
    if (isSaving) return
    setSaving(true)
    try {
      saveFile('tests.csv', await csvOf(tests, shown.all(), ['status', 'name', ...columns]), 'text/csv')
    } finally {
      setSaving(false)
    }
  }
  return (
    <>
      <details ref={menu} class="menu">
        <summary class="button">Columns</summary>
        <div>
          {COLUMN_KEYS.map((key) => (
            <label key={key}>
              <input
                type="checkbox"
                checked={columns.includes(key)}
                onChange={() => toggleColumn(key, columns)}
              />
              {LABELS[key]}
            </label>
          ))}
        </div>
      </details>
      <CopyButton
        text={() => idsOf(tests, shown.all())}
        label="Copy ids"
        title="The ids of the tests shown, for stestr run --load-list"
      />
      <button
        type="button"
        class="button"
        title="The tests shown, as a file for spreadsheets"
        aria-disabled={isSaving}
        onClick={() => void saveCsv()}
      >
        CSV
      </button>
    </>
  )
}

/** Returns whether it was open. */
function closeMenu(menu: HTMLDetailsElement | null): boolean {
  if (!menu?.open) return false
  menu.open = false
  menu.querySelector('summary')?.focus()
  return true
}

/** The button disappears with its notice, so the focus moves to the page's content. */
function showAll(): void {
  change({ query: '', statuses: [], run: null })
  focusContent()
}

function NothingShown({ all, runs }: { all: number; runs: number }) {
  const { query, statuses, run } = asked.value
  if (run !== null && run >= runs) return <NoRun run={run} />
  if (all === 0) {
    return (
      <Notice title="There are no tests in this report.">
        <p>A stream in which at least one test starts would fill this table.</p>
      </Notice>
    )
  }
  const isFiltered = query.trim() !== '' || statuses.length > 0
  const title = query.trim() === '' ? 'No test has this status.' : `No test matches “${query}”.`
  return (
    <Notice title={isFiltered ? title : `Run ${run} has no tests.`}>
      <p>
        {statuses.length > 0 ? 'Only the chosen statuses are searched. ' : ''}
        {isFiltered && run !== null ? `Only run ${run} is searched. ` : ''}
        {/[:<>]/.test(query)
          ? 'Filters are status:fail, worker:3, tag:slow, class:a.b, >10s and <250ms; everything else is searched for in names. '
          : ''}
        <button type="button" class="link" onClick={showAll}>
          Show all tests
        </button>
      </p>
    </Notice>
  )
}
