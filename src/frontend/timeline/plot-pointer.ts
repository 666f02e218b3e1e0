/** What the pointer does in the plot: which test, row or chart is under it, and what a click chooses. */

import type { Span } from '../data/span.ts'
import { unit } from '../frame/density.ts'
import { hitTest } from './hit.ts'
import { listen, type Point } from './input.ts'
import { type Layout, rowAt } from './layout.ts'
import { lookAt } from './look-at.ts'
import { chooseRange, clicked, look, model, put, select, selected, view } from './state.ts'
import { cut } from './view.ts'

/** Pixels around the pointer within which a test counts as hit. */
const REACH = 4

/** Has the pointer move the cursor, choose tests and brush ranges in the plot. Returns a function that ends this. */
export function listenTo(
  element: HTMLElement,
  layout: () => Layout | null,
  brushing: { value: Span | null },
): () => void {
  const axis = element.querySelector<HTMLElement>('[data-canvas="axis"]')
  const axisHeight = (): number => axis?.offsetHeight ?? 0
  /** The axis is sticky: it stays in place while the lanes scroll. */
  const isAxis = (y: number): boolean =>
    axis !== null && y < axis.getBoundingClientRect().bottom - element.getBoundingClientRect().top
  const isChart = ({ y }: Pick<Point, 'y'>): boolean =>
    (y - axisHeight()) / unit > (layout()?.height ?? 0) + REACH
  const at = ({ x, y }: Point) => {
    const [now, span, rows] = [model.value, view.value, layout()]
    if (now === null || span === null || rows === null) return null
    const perPixel = (span.to - span.from) / element.clientWidth
    const time = span.from + x * perPixel
    const row = isAxis(y) ? -1 : rowAt(rows, (y - axisHeight()) / unit, REACH)
    const test = row < 0 ? -1 : hitTest(now.tests, now.rows[row], time, REACH * perPixel)
    return { time, row, test, chart: isChart({ y }) ? chartAt(element, y) : -1 }
  }
  return listen({
    element,
    view: () => view.value,
    whole: () => model.value?.whole ?? null,
    look,
    hover: (point) => {
      put.value = point === null ? null : at(point)
    },
    click: (point) => {
      const found = at(point)
      put.value = found
      // a chart is clicked to read its values, not to choose anything
      if (found === null || isChart(point)) return
      if (found.test !== selected.value) clicked.value = found.test
      if (found.test < 0) chooseRange(null)
      else select(found.test)
    },
    doubleClick: (point) => {
      const found = at(point)
      if (found !== null && found.test >= 0) lookAt(found.test)
    },
    brush: (span, done) => {
      const whole = model.value?.whole
      // the pointer may have left the plot
      const drawn = span && whole ? cut(span, whole) : null
      brushing.value = done ? null : drawn
      if (done && drawn !== null && drawn.to > drawn.from) chooseRange(drawn)
    },
    brushes: (event) => event.shiftKey || isAxis(event.clientY - element.getBoundingClientRect().top),
  })
}

/** Index of the chart at that height of the plot, in CSS pixels; −1 for none. */
const chartAt = (plot: HTMLElement, y: number): number =>
  [...plot.querySelectorAll<HTMLElement>('.track-canvas')].findIndex(
    ({ offsetTop, offsetHeight }) => y >= offsetTop && y < offsetTop + offsetHeight,
  )
