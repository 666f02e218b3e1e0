/** All lanes over the whole time, with a brush for the view: it can be moved, redrawn, or resized. */

import { useEffect, useRef } from 'preact/hooks'
import { formatDuration } from '../../words/duration.ts'
import { clamp } from '../data/clamp.ts'
import type { Span } from '../data/span.ts'
import { STILL } from '../frame/selection.ts'
import { drag } from './drag.ts'
import { look, model, view } from './state.ts'
import { between, isSame, percent, within } from './view.ts'

export function Overview() {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => (element.current === null ? undefined : listenToBrush(element.current)), [])
  const [seen, now] = [view.value, model.value]
  const whole = now?.whole
  const [left, right] =
    seen === null || whole === undefined ? [0, 100] : [percent(seen.from, whole), percent(seen.to, whole)]
  const long = whole === undefined ? '' : formatDuration(whole.to - whole.from)
  const isWhole = seen === null || whole === undefined || isSame(seen, whole)
  return (
    <div class="overview">
      <div class="overview-label">
        <button
          type="button"
          title="Show all"
          aria-label={`Show all: ${long}`}
          onClick={() => whole && look(whole)}
        >
          <b>{long}</b>
        </button>
        <span aria-hidden="true">
          {isWhole || seen === null ? 'all in view' : `${formatDuration(seen.to - seen.from)} in view`}
        </span>
      </div>
      <div ref={element} class="overview-strip" data-overview="">
        <canvas data-canvas="overview" aria-hidden="true" />
        <div class="shade" style={{ left: 0, width: `${left}%` }} />
        <div class="shade" style={{ left: `${right}%`, right: 0 }} />
        <div class="brush" style={{ left: `${left}%`, width: `${right - left}%` }}>
          <i data-edge="from" />
          <i data-edge="to" />
        </div>
      </div>
    </div>
  )
}

function listenToBrush(element: HTMLElement): () => void {
  const timeAt = (event: PointerEvent): number => {
    const box = element.getBoundingClientRect()
    const whole = model.value?.whole ?? { from: 0, to: 1 }
    return whole.from + ((event.clientX - box.left) / box.width) * (whole.to - whole.from)
  }
  const down = (event: PointerEvent): void => {
    const [whole, seen] = [model.value?.whole, view.value]
    if (whole === undefined || seen === null || event.button !== 0) return
    const { edge } = (event.target as HTMLElement).dataset
    const from = timeAt(event)
    const isInside = from >= seen.from && from <= seen.to && !isSame(seen, whole)
    const move = (to: PointerEvent): void => {
      if (Math.abs(to.clientX - event.clientX) <= STILL) return
      const at = clamp(timeAt(to), whole.from, whole.to)
      if (edge === 'from') look(least(between(at, seen.to), whole))
      else if (edge === 'to') look(least(between(seen.from, at), whole))
      else if (isInside) look(within({ from: seen.from + at - from, to: seen.to + at - from }, whole))
      else look(least(between(from, at), whole))
    }
    const up = (to: PointerEvent): void => {
      if (Math.abs(to.clientX - event.clientX) > STILL || edge !== undefined) return
      // a click centres the view
      const half = (seen.to - seen.from) / 2
      look(within({ from: from - half, to: from + half }, whole))
    }
    drag(element, event, move, up)
  }
  element.addEventListener('pointerdown', down)
  return () => element.removeEventListener('pointerdown', down)
}

/** Microseconds: the shortest view that the brush can select. */
const LEAST = 1000
const least = ({ from, to }: Span, whole: Span): Span =>
  within({ from, to: Math.max(to, from + LEAST) }, whole)
