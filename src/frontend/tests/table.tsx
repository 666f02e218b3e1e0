import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { addressOf } from '../data/attempts.ts'
import type { Tests } from '../data/tests.ts'
import { unit } from '../frame/density.ts'
import { useKeys } from '../frame/keys.ts'
import { scrollTo, viewport } from '../frame/viewport.ts'
import { go, keep, kept, visit } from '../route/location.ts'
import type { ColumnKey } from '../route/route.ts'
import { gridOf, lettersIn } from './columns.tsx'
import { TableHead } from './head.tsx'
import { followRow, ROW_HEIGHT, Row } from './row.tsx'
import type { Rows } from './rows.ts'
import { active } from './view.ts'

interface TableProps {
  readonly tests: Tests
  readonly rows: Rows
  readonly columns: readonly ColumnKey[]
}

/**
 * The scrollbar covers all rows, but only some forty are elements. These are keyed by slot, not by test:
 * scrolling changes their text in place and creates no elements.
 */
export function Table({ tests, rows, columns }: TableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [box, setBox] = useState({ top: 0, seen: 800, width: window.innerWidth })
  const measure = (): void => {
    const element = scroller.current
    if (element === null) return
    setBox({ top: element.scrollTop, seen: element.clientHeight, width: element.clientWidth })
  }
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const watcher = new ResizeObserver(measure)
    watcher.observe(element)
    element.scrollTop = kept('table')
    measure()
    return () => watcher.disconnect()
  }, [visit.value])

  const at = rowOf(rows, active.value)
  const moveTo = (row: number): void => {
    const element = scroller.current
    if (element === null || rows.length === 0) return
    const to = Math.max(0, Math.min(rows.length - 1, row))
    active.value = rows.at(to)
    found = { rows, test: active.value, row: to }
    element.scrollTop = scrollTo(to, element.scrollTop, element.clientHeight, rows.length, ROW_HEIGHT)
    // or Enter would press the button that had the focus
    element.parentElement?.focus({ preventScroll: true })
  }
  /** A grid with the focus has an active row: the keys say where they are, and Enter opens what is marked. */
  const enter = (): void => {
    if (rowOf(rows, active.value) < 0) moveTo(0)
  }
  useTableKeys(
    rows,
    moveTo,
    Math.floor(box.seen / ROW_HEIGHT) - 1,
    // the active test may be one that the filter hides
    () => rowOf(rows, active.value) >= 0 && openTest(tests, active.value),
  )
  // a new search or order starts at the first row
  const shown = useRef(rows)
  useEffect(() => {
    if (shown.current !== rows && scroller.current !== null) {
      scroller.current.scrollTop = 0
      // the keys may have left the search before it had found anything
      if (document.activeElement === scroller.current.parentElement) enter()
    }
    shown.current = rows
  }, [rows])

  const view = viewport(box.top, box.seen, rows.length, ROW_HEIGHT)
  const slots = view.end - view.first
  // rows that stay visible keep their elements; if none does, no element is moved among the others
  const last = useRef({ first: 0, turn: 0 })
  const { first, turn } = last.current
  last.current = {
    first: view.first,
    turn: Math.abs(view.first - first) < slots ? turn : slots - (view.first % slots),
  }
  const space = { tests, width: box.width / unit }
  const letters = lettersIn(columns, space)
  const stop = at >= view.first && at < view.end ? at : view.first
  return (
    <div
      class="table"
      style={gridOf(columns, space)}
      role="grid"
      tabIndex={0}
      aria-label="Tests"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={at >= view.first && at < view.end ? `row-${at}` : undefined}
      onFocus={enter}
    >
      <TableHead columns={columns} />
      <div
        ref={scroller}
        class="table-body"
        role="rowgroup"
        tabIndex={-1}
        onClick={followRow}
        onAuxClick={followRow}
        onScroll={() => {
          measure()
          keep('table', scroller.current?.scrollTop ?? 0)
        }}
      >
        <div class="table-spacer" role="presentation" style={{ height: `${view.spacerHeight}px` }}>
          <div role="presentation" style={{ transform: `translateY(${view.top}px)` }}>
            {Array.from({ length: slots }, (_, i) => {
              const row = view.first + i
              return (
                <Row
                  key={(row + last.current.turn) % slots}
                  tests={tests}
                  test={rows.at(row)}
                  row={row}
                  active={row === at}
                  tabStop={row === stop}
                  columns={columns}
                  letters={letters}
                />
              )
            })}
          </div>
        </div>
      </div>
    </div>
  )
}

/** The last lookup: a test's row is searched once, not on every scroll. */
let found: { rows: Rows; test: number; row: number } | null = null

function rowOf(rows: Rows, test: number): number {
  if (test < 0) return -1
  if (found?.rows !== rows || found.test !== test) found = { rows, test, row: rows.indexOf(test) }
  return found.row
}

function openTest(tests: Tests, test: number): boolean {
  go({ page: 'test', address: addressOf(tests, test) })
  return true
}

function useTableKeys(rows: Rows, moveTo: (row: number) => void, page: number, open: () => boolean): void {
  // uses the signal, not the last render: a key repeats faster than frames are drawn
  const moveBy = (step: number) => (): void => moveTo(rowOf(rows, active.value) + step)
  useKeys({
    j: moveBy(1),
    ArrowDown: moveBy(1),
    k: moveBy(-1),
    ArrowUp: moveBy(-1),
    PageDown: moveBy(page),
    PageUp: moveBy(-page),
    Home: () => moveTo(0),
    End: () => moveTo(rows.length - 1),
    // a button, link or field that was focused after that keeps its own Enter
    Enter: () => !document.activeElement?.matches('a, button, summary, input') && open(),
  })
}
