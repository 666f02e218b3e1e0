/** What is marked above the plot's canvases: a span, the chosen test, the cursor. */

import { computed, useSignalEffect } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { formatDuration } from '../../words/duration.ts'
import type { Span } from '../data/span.ts'
import { rem } from '../frame/density.ts'
import { placeOf } from './hit.ts'
import type { Layout } from './layout.ts'
import { endOf } from './rows.ts'
import { cursor, model, selected, view } from './state.ts'
import { useRowInSight } from './use-layout.ts'
import { percent } from './view.ts'

export function SpanMark({ span }: { span: Span | null }) {
  const seen = view.value
  if (span === null || seen === null || span.to < seen.from || span.from > seen.to) return null
  const [left, right] = [Math.max(-1, percent(span.from, seen)), Math.min(101, percent(span.to, seen))]
  return (
    <div class="range-mark" style={{ left: `${left}%`, width: `${right - left}%` }}>
      <span>{formatDuration(span.to - span.from)}</span>
    </div>
  )
}

interface SelectedMarkProps {
  readonly root: { readonly current: HTMLElement | null }
  readonly layout: Layout
  /** Number of machine charts, which take their height from the lanes. */
  readonly charts: number
}

export function SelectedMark({ root, layout, charts }: SelectedMarkProps) {
  const [now, seen, test, row] = [model.value, view.value, selected.value, selectedRow.value]
  useRowInSight(root, layout, row, charts)
  if (now === null || seen === null || row < 0) return null
  const [left, right] = [percent(now.tests.start[test], seen), percent(endOf(now.tests, test), seen)]
  if (right < -1 || left > 101) return null
  return (
    <div
      class="selected-mark"
      style={{
        left: `${Math.max(-1, left)}%`,
        width: `${Math.min(101, right) - Math.max(-1, left)}%`,
        top: `calc(var(--axis) + ${rem(layout.top[row])})`,
        height: rem(layout.rowHeight),
      }}
    />
  )
}

const selectedRow = computed(() => {
  const [now, test] = [model.value, selected.value]
  if (now === null || test < 0) return -1
  return now.rows.findIndex((row) => placeOf(now.tests, row, test) >= 0)
})

export function CursorLine() {
  const line = useRef<HTMLDivElement>(null)
  // set directly, without a render, since it moves with the pointer
  useSignalEffect(() => {
    const [at, seen, element] = [cursor.value, view.value, line.current]
    if (element === null) return
    element.hidden = at === null || seen === null
    if (at !== null && seen !== null) element.style.left = `${percent(at.time, seen)}%`
  })
  return <div ref={line} class="cursor-line" hidden />
}
