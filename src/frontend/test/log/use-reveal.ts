import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { scrolledTo } from '../../route/location.ts'
import { scrollTo } from '../../tests/viewport.ts'
import type { RowIndex } from './rows.ts'

/** A line, from 1, or the byte of a hit. */
export interface Place {
  readonly line?: number
  readonly byte?: number
  /** In the middle; otherwise just as far as it takes. */
  readonly middle: boolean
}

interface RevealOptions {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly rows: RowIndex
  readonly small: boolean
  /** The line in the address: on opening, it is shown. */
  readonly line: number | null
  readonly done: boolean
  /** Pixels. */
  readonly rowHeight: number
}

/** Scrolls to a place, once there is a row for it. */
export function useReveal(options: RevealOptions): (place: Place) => void {
  const { scroller, rows, small, line, done, rowHeight } = options
  const wanted = useRef<Place | null>(line === null ? null : { line, middle: true })
  const opening = useRef(true)
  const leave = useRef(() => {})
  useEffect(() => () => leave.current(), [])
  const perform = (): void => {
    const [place, element] = [wanted.current, scroller.current]
    if (place === null || element === null) return
    const row = rowOf(rows, place, done)
    if (row < 0) return
    wanted.current = null
    const showInPage = (): void => {
      if (!small || line !== null) element.scrollIntoView({ block: 'nearest' })
      const block = place.middle ? 'center' : 'nearest'
      if (small) element.querySelectorAll('.text-row')[row]?.scrollIntoView({ block, inline: 'nearest' })
    }
    leave.current()
    // on opening, the page itself is scrolled only where the reader has not been here before
    const isFirst = opening.current
    opening.current = false
    const isKept = isFirst && scrolledTo('page') > 0
    if (!isKept) showInPage()
    if (isFirst && !isKept) leave.current = untilTouched(element, showInPage)
    if (small) return
    const seen = element.clientHeight
    const nearest = scrollTo(row, element.scrollTop, seen, rows.count, rowHeight)
    if (nearest === element.scrollTop) return
    // by way of the list's height, which is not the element's where there are too many rows
    const below = Math.min(rows.count - 1, row + Math.floor(seen / rowHeight / 2))
    element.scrollTop = place.middle ? scrollTo(below, nearest, seen, rows.count, rowHeight) : nearest
    if (place.middle && nearest < element.scrollTop - seen) element.scrollTop = nearest
  }
  useLayoutEffect(perform)
  return (place) => {
    wanted.current = place
    perform()
  }
}

const TOUCHES = ['wheel', 'pointerdown', 'keydown'] as const

/** Shows it again when what stands above it has come, until the reader does something; ends by what it returns. */
function untilTouched(element: HTMLElement, show: () => void): () => void {
  const page = element.closest('main') ?? document.body
  const watcher = new ResizeObserver(show)
  const end = (): void => {
    watcher.disconnect()
    for (const touch of TOUCHES) removeEventListener(touch, end, true)
  }
  watcher.observe(page)
  for (const touch of TOUCHES) addEventListener(touch, end, { capture: true, passive: true })
  return end
}

/** −1 where its row is still to come. */
function rowOf(rows: RowIndex, { line, byte }: Place, done: boolean): number {
  const row = line === undefined ? rows.rowAt(byte ?? 0) : rows.rowOfLine(line - 1)
  if (done) return row < 0 ? rows.count - 1 : row
  return row >= rows.count - 1 ? -1 : row // the last row that there is may not be the one
}
