import type { RefObject } from 'preact'
import { addressOf } from '../data/attempts.ts'
import { clamp } from '../data/clamp.ts'
import type { Tests } from '../data/tests.ts'
import { useKeys } from '../frame/keys.ts'
import { firstVisible, scrollTo } from '../frame/viewport.ts'
import { go } from '../route/location.ts'
import { ROW_HEIGHT } from './row.tsx'
import type { Rows } from './rows.ts'
import { active } from './view.ts'

interface ActiveRow {
  /** −1 for none. */
  readonly at: number
  /** Makes the first row in sight active if none is: a table with the focus says where its keys are. */
  readonly enter: () => void
}

/** Keys move the active row by rows or by `page` rows, and open its test. */
export function useActiveRow(
  scroller: RefObject<HTMLDivElement | null>,
  tests: Tests,
  rows: Rows,
  page: number,
): ActiveRow {
  const moveTo = (row: number): void => {
    const element = scroller.current
    if (element === null || rows.length === 0) return
    const to = clamp(row, 0, rows.length - 1)
    active.value = rows.at(to)
    found = { rows, test: active.value, row: to }
    element.scrollTop = scrollTo(to, element.scrollTop, element.clientHeight, rows.length, ROW_HEIGHT)
    // or Enter would press the button that had the focus
    element.parentElement?.focus({ preventScroll: true })
    // in a low window the page scrolls, too; not before the row is drawn
    requestAnimationFrame(() => element.querySelector('.is-active')?.scrollIntoView({ block: 'nearest' }))
  }
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
    Enter: () =>
      !document.activeElement?.matches('a, button, summary, input') &&
      // the active test may be one that the filter hides
      rowOf(rows, active.value) >= 0 &&
      openTest(tests, active.value),
  })
  const enter = (): void => {
    const element = scroller.current
    if (element === null || rows.length === 0 || rowOf(rows, active.value) >= 0) return
    active.value = rows.at(firstVisible(element.scrollTop, element.clientHeight, rows.length, ROW_HEIGHT))
  }
  return { at: rowOf(rows, active.value), enter }
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
