import type { RefObject } from 'preact'
import { useMemo } from 'preact/hooks'
import { unit, widthOf } from '../../frame/density.ts'
import { type Box, useBox } from '../../frame/use-box.ts'

/** CSS pixels; styles/log.css has the same. */
export const LINE_HEIGHT = 18 * unit

/** Rounded up to whole rows: a border or scrollbar more is no reason to redraw. */
const wholeRows = (height: number): number => Math.ceil(height / LINE_HEIGHT) * LINE_HEIGHT

/** The size that log.css gives: if it is right from the start, the log is drawn only once. */
const firstBox = (): Box => ({
  top: 0,
  seen: wholeRows(Math.min(0.8 * window.innerHeight, 1080 * unit)),
  width: 0,
})

/** The box of a log, which a small one does not need. */
export const useLogBox = (scroller: RefObject<HTMLDivElement | null>, small: boolean) =>
  useBox(scroller, firstBox, small ? null : wholeRows)

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
