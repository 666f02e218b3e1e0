import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { unit, widthOf } from '../../frame/density.ts'
import { whenResized } from '../../frame/when-resized.ts'

/** CSS pixels; styles/log.css has the same. */
export const LINE_HEIGHT = 18 * unit

/** The visible section of the scrolled rows. */
interface Box {
  /** Pixels. */
  readonly top: number
  readonly seen: number
  /** Columns of a row, if rows are wrapped. */
  readonly columns: number
}

const COLUMNS = 80

const isSame = (a: Box, b: Box): boolean => a.top === b.top && a.seen === b.seen && a.columns === b.columns

/** Rounded up to whole rows: a border or scrollbar more is no reason to redraw. */
const wholeRows = (height: number): number => Math.ceil(height / LINE_HEIGHT) * LINE_HEIGHT

/** The size that log.css gives: if it is right from the start, the log is drawn only once. */
const firstBox = (): Box => ({
  top: 0,
  seen: wholeRows(Math.min(0.8 * window.innerHeight, 1080 * unit)),
  columns: COLUMNS,
})

/** The box of a log that is not small, and what measures it again: to be called when it has scrolled. */
export function useBox(
  scroller: RefObject<HTMLDivElement | null>,
  small: boolean,
  wrap: boolean,
): readonly [box: Box, measure: () => void] {
  const [box, setBox] = useState(firstBox)
  const measure = (): void => {
    const element = scroller.current
    // paper is no box: it would grow with its rows, and these with it
    if (element === null || small || window.matchMedia('print').matches) return
    const now: Box = {
      top: element.scrollTop,
      seen: wholeRows(element.clientHeight),
      // measuring columns forces a layout
      columns: wrap ? columnsIn(element) : COLUMNS,
    }
    setBox((was) => (isSame(was, now) ? was : now))
  }
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    return whenResized(element, measure)
  }, [small, wrap])
  return [box, measure]
}

let letter = 0

/** Characters that fit next to the line numbers. */
function columnsIn(element: HTMLElement): number {
  const numbers = element.querySelector('.text-number')
  if (numbers === null) return COLUMNS
  letter ||= widthOf('100ch', element) / 100
  const room = element.clientWidth - numbers.getBoundingClientRect().width - 24 * unit
  return Math.max(20, Math.floor(room / letter))
}
