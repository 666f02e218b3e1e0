/** Layout of the lanes in the height that the window leaves them, and the part of it that is drawn. */

import { useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { rem, unit } from '../frame/density.ts'
import { whenResized } from '../frame/when-resized.ts'
import { drawnPart, type Layout, layoutRows, type Part, topFor } from './layout.ts'
import { clicked, cursor, model, selected, sought } from './state.ts'

/** Design pixels: the axis and the chart of running tests together; a machine chart. */
const [HEAD, CHART] = [96, 72]
/** Width below which a window is narrow. */
const NARROW = 600
/** Greatest height of a row, in a wide and in a narrow window. */
const [TALLEST, TALLEST_NARROW] = [24, 10]
/** Left empty below the last chart. */
const BELOW = 8

/** The lanes get the height that the charts leave, but at least half of it all. */
export function useLayout(root: { readonly current: HTMLElement | null }, charts: number): Layout | null {
  const [box, setBox] = useState<{ height: number; narrow: boolean } | null>(null)
  useLayoutEffect(() => {
    const element = root.current
    if (element === null) return
    const measure = (): void => {
      const { clientHeight: height, clientWidth, offsetWidth } = element
      element
        .closest<HTMLElement>('main')
        ?.style.setProperty('--scroll-bar', `${offsetWidth - clientWidth}px`)
      setBox({ height: height / unit, narrow: clientWidth / unit < NARROW })
    }
    measure()
    return whenResized(element, measure)
  }, [])
  const now = model.value
  return useMemo(() => {
    if (now === null || box === null) return null
    const room = Math.max(box.height / 2, box.height - HEAD - charts * CHART)
    return layoutRows(now, room, box.narrow ? TALLEST_NARROW : TALLEST)
  }, [now, box?.height, box?.narrow, charts])
}

/**
 * Gives the plots no more height than they can fill, if the panel takes the rest: in timeline.css, until the reader
 * resizes it. Not before the charts are known, or the panel would jump when they come.
 */
export function useGreatestHeight(
  root: { readonly current: HTMLElement | null },
  charts: number,
  isKnown: boolean,
): void {
  const now = model.value
  const lanes = useMemo(() => {
    const heightOf = (tallest: number): number =>
      now === null ? 0 : layoutRows(now, Number.POSITIVE_INFINITY, tallest).height
    return { wide: heightOf(TALLEST), narrow: heightOf(TALLEST_NARROW) }
  }, [now])
  // after each render, since words instead of charts come and go with one
  useLayoutEffect(() => {
    const element = root.current
    if (element === null) return
    const words = [...element.querySelectorAll<HTMLElement>('.no-charts')]
    const height = words.reduce((sum, { offsetHeight }) => sum + offsetHeight / unit, 0)
    const own = element.clientWidth / unit < NARROW ? lanes.narrow : lanes.wide
    element.style.flexBasis = isKnown ? rem(HEAD + own + charts * CHART + height + BELOW) : ''
  })
}

/** The part of the lanes that is drawn at the present scroll position. */
export function usePart(root: { readonly current: HTMLElement | null }, layout: Layout | null): Part {
  const height = layout?.height ?? 0
  const [part, setPart] = useState<Part>({ top: 0, height })
  useLayoutEffect(() => {
    const element = root.current
    if (element === null) return
    const measure = (): void => {
      const next = drawnPart(height, element.scrollTop / unit, element.clientHeight / unit)
      setPart((now) => (now.top === next.top && now.height === next.height ? now : next))
    }
    measure()
    element.addEventListener('scroll', measure)
    return () => element.removeEventListener('scroll', measure)
  }, [layout])
  return part
}

/** Scrolls to the row of a test chosen by key, by address or in a list: that of the one clicked is in sight. */
export function useRowInSight(
  root: { readonly current: HTMLElement | null },
  layout: Layout,
  row: number,
  charts: number,
): void {
  useLayoutEffect(() => {
    const element = root.current
    const isClicked = clicked.peek() === selected.peek()
    clicked.value = -1
    if (element === null || row < 0 || isClicked) return
    const axis = element.querySelector<HTMLElement>('[data-canvas="axis"]')?.offsetHeight ?? 0
    const seen = { top: element.scrollTop / unit, height: (element.clientHeight - axis) / unit }
    const top = topFor(layout, row, seen)
    if (top === seen.top) return
    element.scrollTop = top * unit
    // another row is below the pointer now
    const at = cursor.peek()
    if (at !== null) cursor.value = { ...at, row: -1, test: -1, chart: -1 }
    // not whenever the layout changes: the reader may have scrolled on
  }, [selected.value, row, sought.value, charts])
}
