import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { formatCount } from '../../words/number.ts'
import type { Tests } from '../data/tests.ts'
import { unit } from '../frame/density.ts'
import { useBox } from '../frame/use-box.ts'
import { viewport } from '../frame/viewport.ts'
import { keep, kept, visit } from '../route/location.ts'
import type { ColumnKey } from '../route/route.ts'
import { filterWords } from '../search/filter-bar.tsx'
import { gridOf, lettersIn } from './columns.tsx'
import { TableHead } from './head.tsx'
import { followRow, ROW_HEIGHT, Row } from './row.tsx'
import type { Rows } from './rows.ts'
import { useActiveRow } from './use-active-row.ts'
import { asked } from './view.ts'

interface TableProps {
  readonly tests: Tests
  readonly rows: Rows
  readonly columns: readonly ColumnKey[]
}

const firstBox = () => ({ top: 0, seen: 800, width: window.innerWidth })

/**
 * The scrollbar covers all rows, but only some forty are elements. These are keyed by slot, not by test:
 * scrolling changes their text in place and creates no elements.
 */
export function Table({ tests, rows, columns }: TableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [box, measure] = useBox(scroller, firstBox, (height) => height)
  useLayoutEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = kept('table')
    measure()
  }, [visit.value])
  const { at, enter } = useActiveRow(scroller, tests, rows, Math.floor(box.seen / ROW_HEIGHT) - 1)
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
  const turn = useTurn(view.first, slots)
  const space = { tests, width: box.width / unit }
  const letters = lettersIn(columns, space)
  const stop = at >= view.first && at < view.end ? at : view.first
  return (
    <>
      <p class="on-paper padded">{paperWords(rows, view.first, view.end)}</p>
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
                    key={(row + turn) % slots}
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
    </>
  )
}

/** On paper are only the rows that the screen has, and none of the filters. */
function paperWords(rows: Rows, first: number, end: number): string {
  const words = `Tests ${formatCount(first + 1)} to ${formatCount(end)} of ${formatCount(rows.length)}`
  return [words, ...filterWords(asked.value)].join(' · ')
}

/** By how many slots rows are turned: visible rows keep their elements, and if none stays, no element moves. */
function useTurn(first: number, slots: number): number {
  const last = useRef({ first: 0, turn: 0 }).current
  if (Math.abs(first - last.first) >= slots) last.turn = slots - (first % slots)
  last.first = first
  return last.turn
}
