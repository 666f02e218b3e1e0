import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { untilTouched } from '../../frame/until-touched.ts'
import { scrolledTo } from '../../route/location.ts'
import { scrollTo, scrollTopAt } from '../../tests/viewport.ts'
import type { RowIndex } from './rows.ts'

/** A line, from 1, or the byte of a hit. */
export interface Place {
  readonly line?: number
  readonly byte?: number
  /** In the middle; otherwise just as far as it takes. */
  readonly middle?: boolean
  /** Pixels below the top of what is seen: nothing but the text moves. */
  readonly below?: number
}

interface RevealOptions {
  /** Whose scrolling is kept in the history's entry. */
  readonly name: string
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly rows: RowIndex
  readonly small: boolean
  /** The line in the address: on opening, it is shown. */
  readonly line: number | null
  /** First byte of the hit that the reader is at; −1 for none. */
  readonly hit: number
  readonly done: boolean
  /** Pixels. */
  readonly rowHeight: number
}

interface Reveal {
  /** Scrolls to a place, once there is a row for it. */
  readonly reveal: (place: Place) => void
  /** The byte to which it is about to scroll, where rows have become others, or the reader comes back. */
  readonly kept: number | undefined
  /** The reader has come back: the text is as it was left. */
  readonly isBack: boolean
}

export function useReveal(options: RevealOptions): Reveal {
  const { name, scroller, rows, small, line, hit, done, rowHeight } = options
  const wanted = useRef<Place | null>(line === null ? null : { line, middle: true })
  const opening = useRef(true)
  const back = useRef(scrolledTo(name))
  const isBack = useRef(back.current > 0).current
  const leave = useRef(() => {})
  useEffect(() => () => leave.current(), [])
  // other levels or other lines' ends: what the reader looks at stays where it is
  const shown = useRef(rows)
  if (shown.current !== rows) {
    wanted.current ??= scroller.current && placeSeen(scroller.current, shown.current, hit)
    shown.current = rows
  }
  const perform = (): void => {
    const [place, element] = [wanted.current, scroller.current]
    if (element !== null && back.current > 0) {
      if (!small && !done && rows.count * rowHeight < back.current + element.clientHeight) return
      element.scrollTop = back.current
      back.current = 0
      wanted.current = null
      opening.current = false
      return
    }
    if (place === null || element === null) return
    const row = rowOf(rows, place, done)
    if (row < 0) return
    wanted.current = null
    const seen = element.clientHeight
    const { below } = place
    if (below !== undefined) {
      if (small) element.scrollTop += belowTop(element, rowsIn(element)[row]) - below
      else element.scrollTop = scrollTopAt(row, below, seen, rows.count, rowHeight)
      return
    }
    const showInPage = (): void => {
      if (!small || line !== null) element.scrollIntoView({ block: 'nearest' })
      const block = place.middle ? 'center' : 'nearest'
      if (small) rowsIn(element)[row]?.scrollIntoView({ block, inline: 'nearest' })
    }
    leave.current()
    // on opening, the page itself is scrolled only where the reader has not been here before
    const isFirst = opening.current
    opening.current = false
    const isKept = isFirst && scrolledTo('page') > 0
    if (!isKept) showInPage()
    if (isFirst && !isKept) leave.current = untilTouched(showInPage)
    if (small) return
    const nearest = scrollTo(row, element.scrollTop, seen, rows.count, rowHeight)
    if (nearest === element.scrollTop) return
    element.scrollTop = place.middle ? scrollTopAt(row, seen / 2, seen, rows.count, rowHeight) : nearest
  }
  useLayoutEffect(perform)
  const reveal = (place: Place): void => {
    wanted.current = place
    perform()
  }
  const { count } = rows
  const kept =
    back.current > 0 && count > 0
      ? rows.rangeOf(Math.min(count - 1, Math.floor(back.current / rowHeight))).from
      : wanted.current?.below === undefined
        ? undefined
        : wanted.current.byte
  return { reveal, kept, isBack }
}

const rowsIn = (element: HTMLElement): NodeListOf<HTMLElement> => element.querySelectorAll('.text-row')

const belowTop = (element: HTMLElement, row: HTMLElement | undefined): number =>
  row === undefined ? 0 : row.getBoundingClientRect().top - element.getBoundingClientRect().top

/** What is looked at, of the rows as they are drawn: the line pointed at, the hit, or the first in sight. */
function placeSeen(element: HTMLElement, rows: RowIndex, hit: number): Place | null {
  let first: Place | null = null
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

/** −1 where its row is still to come. */
function rowOf(rows: RowIndex, { line, byte }: Place, done: boolean): number {
  const row = line === undefined ? Math.max(0, rows.rowAt(byte ?? 0)) : rows.rowOfLine(line - 1)
  if (done) return row < 0 ? rows.count - 1 : row
  return row >= rows.count - 1 ? -1 : row // the last row that there is may not be the one
}
