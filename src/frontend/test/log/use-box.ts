import type { RefObject } from 'preact'
import { useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { unit, widthOf } from '../../frame/density.ts'
import { whenResized } from '../../frame/when-resized.ts'

/** CSS pixels; styles/log.css has the same. */
export const LINE_HEIGHT = 18 * unit

/** The visible section of the scrolled rows. */
interface Box {
  /** Pixels. */
  readonly top: number
  readonly seen: number
  readonly width: number
}

const isSame = (a: Box, b: Box): boolean => a.top === b.top && a.seen === b.seen && a.width === b.width

/** Rounded up to whole rows: a border or scrollbar more is no reason to redraw. */
const wholeRows = (height: number): number => Math.ceil(height / LINE_HEIGHT) * LINE_HEIGHT

/** The size that log.css gives: if it is right from the start, the log is drawn only once. */
const firstBox = (): Box => ({
  top: 0,
  seen: wholeRows(Math.min(0.8 * window.innerHeight, 1080 * unit)),
  width: 0,
})

/** The box of a log that is not small, and what measures it again: to be called when it has scrolled. */
export function useBox(
  scroller: RefObject<HTMLDivElement | null>,
  small: boolean,
): readonly [box: Box, measure: () => void] {
  const [box, setBox] = useState(firstBox)
  const measure = (): void => {
    const element = scroller.current
    // paper is no box: it would grow with its rows, and these with it
    if (element === null || small || window.matchMedia('print').matches) return
    const now: Box = {
      top: element.scrollTop,
      seen: wholeRows(element.clientHeight),
      width: element.clientWidth,
    }
    setBox((was) => (isSame(was, now) ? was : now))
  }
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    return whenResized(element, measure)
  }, [small])
  return [box, measure]
}

/**
 * Characters that fit next to the line numbers; null if rows are not wrapped. Known as soon as they are to be: were
 * they replaced a second time, the reader's place would be sought among rows drawn for where the first ones had been.
 */
export function useColumns(
  scroller: RefObject<HTMLDivElement | null>,
  width: number,
  wrap: boolean,
): number | null {
  return useMemo(() => (wrap ? columnsIn(scroller.current) : null), [width, wrap])
}

/** Before there is a log to measure. */
const COLUMNS = 80

let letter = 0

function columnsIn(element: HTMLElement | null): number {
  if (element === null) return COLUMNS
  letter ||= widthOf('100ch', element) / 100
  const room = element.clientWidth - widthOf('var(--numbers)', element) - 24 * unit
  return Math.max(20, Math.floor(room / letter))
}
