/** Mouse, wheel and touch on the timeline → view, cursor and selection. */

import { clamp } from '../data/clamp.ts'
import type { Span } from '../data/span.ts'
import { STILL } from '../frame/selection.ts'
import { between, panBy, zoomAt } from './view.ts'

/** CSS pixels of the plot. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** What the gestures act on. */
export interface Plot {
  readonly element: HTMLElement
  readonly view: () => Span | null
  readonly whole: () => Span | null
  readonly look: (to: Span) => void
  /** The pointer's position in CSS pixels of the element; null: it has left. */
  readonly hover: (at: Point | null) => void
  readonly click: (at: Point) => void
  readonly doubleClick: (at: Point) => void
  /** A span is being drawn (`done` false), or is finished; null: cancelled. */
  readonly brush: (span: Span | null, done: boolean) => void
  /** Whether a drag draws a span instead of moving the view. */
  readonly brushes: (event: PointerEvent) => boolean
}

/** Zoom per pixel of wheel movement, as an exponent. */
const WHEEL = 0.0016
/** The same for a pinch on a trackpad, which browsers send as a wheel with Ctrl: by half is 100 ln 2 pixels. */
const PINCH = 0.01
/** The most that one event zooms with Ctrl, as an exponent: a mouse's notch is 100 pixels or more. */
const NOTCH = 0.25
const LINE = 16

export function listen(plot: Plot): () => void {
  const gestures = new Gestures(plot)
  const { element } = plot
  const handlers: [string, (event: never) => void, AddEventListenerOptions?][] = [
    ['wheel', gestures.wheel, { passive: false }],
    ['pointerdown', gestures.down],
    ['pointermove', gestures.move],
    ['pointerup', gestures.up],
    ['pointercancel', gestures.cancel],
    ['pointerleave', gestures.leave],
    ['dblclick', gestures.doubleClick],
  ]
  for (const [name, handler, options] of handlers)
    element.addEventListener(name, handler as EventListener, options)
  // a tap's cursor stays when the finger lifts (see leave); a press elsewhere clears it
  const elsewhere = ({ target }: PointerEvent): void => {
    if (!element.contains(target as Node)) plot.hover(null)
  }
  window.addEventListener('pointerdown', elsewhere, true)
  return () => {
    window.removeEventListener('pointerdown', elsewhere, true)
    plot.hover(null)
    for (const [name, handler] of handlers) element.removeEventListener(name, handler as EventListener)
  }
}

class Gestures {
  private readonly plot: Plot
  /** Pressed pointers and their positions. */
  private readonly pressed = new Map<number, Point>()
  private start: { readonly at: Point; readonly view: Span; readonly brushes: boolean } | null = null
  private moved = false

  constructor(plot: Plot) {
    this.plot = plot
  }

  readonly wheel = (event: WheelEvent): void => {
    const [view, whole] = [this.plot.view(), this.plot.whole()]
    if (view === null || whole === null) return
    const unit = event.deltaMode === 0 ? 1 : LINE
    const at = this.pointOf(event)
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX
    event.preventDefault()
    if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey) {
      this.plot.look(panBy(view, sideways * unit * this.perPixel(view), whole))
    } else {
      const by = event.deltaY * unit
      const zoom = event.ctrlKey ? clamp(by * PINCH, -NOTCH, NOTCH) : by * WHEEL
      this.plot.look(zoomAt(view, this.timeAt(at.x, view), Math.exp(zoom), whole))
    }
    // the pointer rests, but what is below it has changed
    this.plot.hover(at)
  }

  readonly down = (event: PointerEvent): void => {
    const view = this.plot.view()
    if (view === null || (event.pointerType === 'mouse' && event.button !== 0)) return
    const at = this.pointOf(event)
    // at once: the first move may already be outside
    this.plot.element.setPointerCapture(event.pointerId)
    this.pressed.set(event.pointerId, at)
    this.moved = this.pressed.size > 1
    // with a second finger it is a pinch: the span that the first one draws is dropped
    if (this.moved) this.plot.brush(null, true)
    this.start = { at, view, brushes: !this.moved && this.plot.brushes(event) }
  }

  readonly move = (event: PointerEvent): void => {
    const at = this.pointOf(event)
    if (event.pointerType !== 'touch') this.plot.hover(at)
    if (!this.pressed.has(event.pointerId) || this.start === null) return
    if (!this.moved && Math.hypot(at.x - this.start.at.x, at.y - this.start.at.y) <= STILL) return
    this.moved = true
    if (this.pressed.size === 2) this.pinch(event.pointerId, at)
    else this.drag(at)
    this.pressed.set(event.pointerId, at)
  }

  private drag(at: Point): void {
    const whole = this.plot.whole()
    if (this.start === null || whole === null) return
    const { at: from, view, brushes } = this.start
    if (brushes) this.plot.brush(between(this.timeAt(from.x, view), this.timeAt(at.x, view)), false)
    else this.plot.look(panBy(view, (from.x - at.x) * this.perPixel(view), whole))
  }

  /** Two fingers, one of which moves at a time: the times under both stay under them. */
  private pinch(id: number, at: Point): void {
    const [view, whole] = [this.plot.view(), this.plot.whole()]
    const [still] = [...this.pressed].flatMap(([other, point]) => (other === id ? [] : [point]))
    const before = this.pressed.get(id)
    if (view === null || whole === null || before === undefined) return
    // fingers above each other have no horizontal distance to zoom by
    const [spread, was] = [at.x, before.x].map((x) => Math.max(8, Math.abs(x - still.x)))
    this.plot.look(zoomAt(view, this.timeAt(still.x, view), was / spread, whole))
  }

  readonly up = (event: PointerEvent): void => {
    const at = this.pointOf(event)
    const isDown = this.pressed.delete(event.pointerId)
    if (!isDown || this.start === null) return
    const { start } = this
    if (this.pressed.size > 0) {
      // one of two fingers has lifted: the other continues from here
      const view = this.plot.view()
      const [rest] = this.pressed.values()
      this.start = view === null ? null : { at: rest, view, brushes: false }
      return
    }
    this.start = null
    if (!this.moved) this.plot.click(at)
    else if (start.brushes)
      this.plot.brush(between(this.timeAt(start.at.x, start.view), this.timeAt(at.x, start.view)), true)
  }

  readonly cancel = (event: PointerEvent): void => {
    this.pressed.delete(event.pointerId)
    this.start = null
    this.plot.brush(null, true)
  }

  /** A finger leaves with every tap: the cursor stays until the next tap. */
  readonly leave = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch') this.plot.hover(null)
  }

  readonly doubleClick = (event: MouseEvent): void => this.plot.doubleClick(this.pointOf(event))

  private pointOf(event: MouseEvent): Point {
    const box = this.plot.element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  private perPixel = (view: Span): number => (view.to - view.from) / this.plot.element.clientWidth

  private timeAt = (x: number, view: Span): number => view.from + x * this.perPixel(view)
}
