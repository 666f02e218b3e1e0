import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { untilTouched } from '../../frame/until-touched.ts'
import { scrollTo, scrollTopAt } from '../../frame/viewport.ts'
import { isKept, kept } from '../../route/location.ts'
import type { RowIndex } from './rows.ts'
import { LINE_HEIGHT } from './use-box.ts'

/** A line (from 1), or a hit by its first byte; scrolled to the middle, or only as far as necessary. */
export type Place = { readonly middle: boolean } & ({ readonly line: number } | { readonly byte: number })

/** Where to scroll the log, once it has rows for that. */
type Goal =
  | Place
  /** The byte in view when the rows were replaced, to be kept `below` pixels from the top of the log. */
  | { readonly byte: number; readonly below: number }
  /** The scroll position in which the reader left the log. */
  | { readonly top: number }

interface RevealOptions {
  /** Key of the scroll position in the history entry. */
  readonly name: string
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly rows: RowIndex
  readonly small: boolean
  /** The line in the URL, which is shown on opening. */
  readonly line: number | null
  /** First byte of the current hit; −1 for none. */
  readonly hit: number
  readonly done: boolean
}

interface Reveal {
  /** Scrolls to a place, once there is a row for it. */
  readonly reveal: (place: Place) => void
  /** First byte in view after a pending scroll that keeps or restores the position; else undefined. */
  readonly kept: number | undefined
  /** The reader has come back: the text must stay as it was left. */
  readonly isBack: boolean
}

export function useReveal({ name, scroller, rows, small, line, hit, done }: RevealOptions): Reveal {
  const isBack = useRef(isKept(name)).current
  const goal = useRef<Goal | null>(
    isBack ? { top: kept(name) } : line === null ? null : { line, middle: true },
  )
  const showInPage = useShowInPage(isBack)
  // other levels or another wrapping: keep what the reader is looking at in place
  const shown = useRef(rows)
  if (shown.current !== rows) {
    goal.current ??= scroller.current && placeSeen(scroller.current, shown.current, hit)
    shown.current = rows
  }

  /** Returns false if there are no rows for it yet. */
  const goTo = (to: Goal, element: HTMLElement): boolean => {
    const seen = element.clientHeight
    const scroll = (top: number): boolean => {
      // the browser would stop at the last row so far
      if (!small && !done && rows.count * LINE_HEIGHT < top + seen) return false
      element.scrollTop = top
      return true
    }
    if ('top' in to) return scroll(to.top)
    const row = rowOf(rows, to, done)
    if (row < 0) return false
    if ('below' in to) {
      return scroll(
        small
          ? element.scrollTop + belowTop(element, rowsIn(element)[row]) - to.below
          : scrollTopAt(row, to.below, seen, rows.count, LINE_HEIGHT),
      )
    }
    showInPage(() => {
      if (!small || line !== null) element.scrollIntoView({ block: 'nearest' })
      const block = to.middle ? 'center' : 'nearest'
      if (small) rowsIn(element)[row]?.scrollIntoView({ block, inline: 'nearest' })
    })
    if (small) return true
    const nearest = scrollTo(row, element.scrollTop, seen, rows.count, LINE_HEIGHT)
    if (nearest !== element.scrollTop)
      element.scrollTop = to.middle ? scrollTopAt(row, seen / 2, seen, rows.count, LINE_HEIGHT) : nearest
    return true
  }
  const perform = (): void => {
    const [to, element] = [goal.current, scroller.current]
    if (to !== null && element !== null && goTo(to, element)) goal.current = null
  }
  useLayoutEffect(perform)
  const reveal = (place: Place): void => {
    goal.current = place
    perform()
  }
  return {
    reveal,
    kept: goal.current === null ? undefined : byteOf(goal.current, rows),
    isBack,
  }
}

/** Undefined for a place that the reader asked for. */
function byteOf(to: Goal, rows: RowIndex): number | undefined {
  if ('below' in to) return to.byte
  if (!('top' in to) || rows.count === 0) return undefined
  return rows.rangeOf(Math.min(rows.count - 1, Math.floor(to.top / LINE_HEIGHT))).from
}

/**
 * Returns a function that calls `show` to scroll the page too. On opening it repeats that while content above
 * still comes, but not if the reader comes back and the page is restored as it was left.
 */
function useShowInPage(isBack: boolean): (show: () => void) => void {
  const isFirst = useRef(!isBack)
  const leave = useRef(() => {})
  useEffect(() => () => leave.current(), [])
  return (show) => {
    const isOpening = isFirst.current
    isFirst.current = false
    leave.current()
    if (isOpening && isKept('page')) return
    show()
    if (isOpening) leave.current = untilTouched(show)
  }
}

const rowsIn = (element: HTMLElement): NodeListOf<HTMLElement> => element.querySelectorAll('.text-row')

const belowTop = (element: HTMLElement, row: HTMLElement | undefined): number =>
  row === undefined ? 0 : row.getBoundingClientRect().top - element.getBoundingClientRect().top

/** What the reader is looking at in the rows as drawn: the marked line, the hit, or the first visible row. */
function placeSeen(element: HTMLElement, rows: RowIndex, hit: number): Goal | null {
  let first: Goal | null = null
  for (const row of rowsIn(element)) {
    const below = belowTop(element, row)
    if (below < 0 || below > element.clientHeight) continue
    const isHit = hit >= 0 && row.querySelector('.is-current') !== null
    const place = { byte: isHit ? hit : rows.rangeOf(Number(row.dataset['row'])).from, below }
    if (isHit || row.matches('.is-marked')) return place
    first ??= place
  }
  return first
}

/** −1 while its row may still come. */
function rowOf(rows: RowIndex, to: Exclude<Goal, { top: number }>, done: boolean): number {
  const row = 'line' in to ? rows.rowOfLine(to.line - 1) : Math.max(0, rows.rowAt(to.byte))
  if (done) return row < 0 ? rows.count - 1 : row
  return row >= rows.count - 1 ? -1 : row // the last row so far may not be the right one
}
