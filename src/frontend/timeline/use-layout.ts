/** Layout of the lanes in the height that the window leaves them, and the part of it that is drawn. */

import { useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { rem, unit } from '../frame/density.ts'
import { whenResized } from '../frame/when-resized.ts'
import { drawnPart, type Layout, layoutRows, type Part, topFor } from './layout.ts'
import { clicked, model, put, selected, sought } from './state.ts'

/** Design pixels: the axis and the chart of running tests together; a machine chart; a row at most. */
const SIZES = { wide: { head: 96, chart: 72, row: 24 }, narrow: { head: 68, chart: 48, row: 10 } }
/** Width below which a window is narrow. */
const NARROW = 600
/** Milliseconds within which the second click of a double click must find the page where the first one did. */
const DOUBLE_CLICK = 500
/** Left empty below the last chart. */
const BELOW = 8

/** The lanes get the height that the charts leave, but at least half of it all. */
export function useLayout(root: { readonly current: HTMLElement | null }, charts: number): Layout | null {
  const [box, setBox] = useState<{ height: number; width: Width } | null>(null)
  useLayoutEffect(() => {
    const element = root.current
    if (element === null) return
    const measure = (): void => {
      const { clientHeight: height, clientWidth, offsetWidth } = element
      element
        .closest<HTMLElement>('main')
        ?.style.setProperty('--scroll-bar', `${offsetWidth - clientWidth}px`)
      setBox({ height: height / unit, width: widthOf(element) })
    }
    measure()
    return whenResized(element, measure)
  }, [])
  const now = model.value
  return useMemo(() => {
    if (now === null || box === null) return null
    const { head, chart, row } = SIZES[box.width]
    return layoutRows(now, Math.max(box.height / 2, box.height - head - charts * chart), row)
  }, [now, box?.height, box?.width, charts])
}

type Width = keyof typeof SIZES

const widthOf = ({ clientWidth }: HTMLElement): Width => (clientWidth / unit < NARROW ? 'narrow' : 'wide')

/**
 * Gives the plots no more height than they can fill, if the panel takes the rest: in timeline-panel.css, until
 * the reader resizes it. Not before the charts are known, or the panel would jump when they come.
 */
export function useGreatestHeight(
  root: { readonly current: HTMLElement | null },
  charts: number,
  isKnown: boolean,
): void {
  const now = model.value
  const lanes = useMemo(() => {
    const heightOf = ({ row }: { row: number }): number =>
      now === null ? 0 : layoutRows(now, Number.POSITIVE_INFINITY, row).height
    return { wide: heightOf(SIZES.wide), narrow: heightOf(SIZES.narrow) }
  }, [now])
  // after each render, since words instead of charts come and go with one
  useLayoutEffect(() => {
    const element = root.current
    if (element === null) return
    const words = [...element.querySelectorAll<HTMLElement>('.no-charts')]
    const height = words.reduce((sum, { offsetHeight }) => sum + offsetHeight / unit, 0)
    const width = widthOf(element)
    const { head, chart } = SIZES[width]
    const filled = rem(head + lanes[width] + charts * chart + height + BELOW)
    element.style.setProperty('--filled', isKnown ? filled : null)
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

/** Scrolls to the row of a test chosen by key, by address or in a list, and in a low window the page to any. */
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
    if (element === null || row < 0) return
    // the row of the one clicked is in sight
    if (!isClicked) scrollToRow(element, layout, row)
    const scrollPage = (): void => {
      // the mark last: if not both fit, it is the one in sight
      for (const one of ['.under-cursor', '.selected-mark'])
        element.parentElement?.querySelector(one)?.scrollIntoView({ block: 'nearest' })
      // Firefox has also scrolled to a mark's border beyond the view
      element.scrollLeft = 0
    }
    const timer = setTimeout(scrollPage, isClicked ? DOUBLE_CLICK : 0)
    return () => clearTimeout(timer)
    // not whenever the layout changes: the reader may have scrolled on
  }, [selected.value, row, sought.value, charts])
}

function scrollToRow(element: HTMLElement, layout: Layout, row: number): void {
  const axis = element.querySelector<HTMLElement>('[data-canvas="axis"]')?.offsetHeight ?? 0
  const seen = { top: element.scrollTop / unit, height: (element.clientHeight - axis) / unit }
  const top = topFor(layout, row, seen)
  if (top === seen.top) return
  element.scrollTop = top * unit
  // another row is below the pointer now
  const at = put.peek()
  if (at !== null) put.value = { ...at, row: -1, test: -1, chart: -1 }
}
