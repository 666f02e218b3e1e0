/** The panel below the lanes: details of what is under the cursor and of what is chosen. */

import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import { formatDuration } from '../../words/duration.ts'
import { plural } from '../../words/number.ts'
import { clamp } from '../data/clamp.ts'
import { rem, unit } from '../frame/density.ts'
import { Glyph } from '../frame/glyph.tsx'
import { ShortName } from '../frame/name.tsx'
import { Notice } from '../frame/notice.tsx'
import { STILL } from '../frame/selection.ts'
import { focusContent } from '../frame/skip-link.tsx'
import { whenResized } from '../frame/when-resized.ts'
import { durationText } from '../text/duration.ts'
import { cutMiddle } from '../text/name.ts'
import { statusOf } from '../text/status.ts'
import { drag } from './drag.ts'
import { GAP_WORDS, gapBefore } from './gaps.ts'
import { tracksIn, useMachines } from './machines.ts'
import { wholeOfRun } from './model.ts'
import { firstFrom } from './rows.ts'
import { SpanPanel } from './span-panel.tsx'
import {
  asked,
  type Cursor,
  change,
  cursor,
  isUnknown,
  matching,
  model,
  names,
  range,
  resting,
  selected,
  shownRuns,
} from './state.ts'
import { TestPanel } from './test-panel.tsx'
import { runningAt, SeriesValues } from './track-labels.tsx'

const [LEAST, FIRST, MOST] = [64, 216, 560]
const STEP = 24
/** Design pixels of the window kept for the lanes and what is above them; timeline-panel.css has the same. */
const ABOVE = 340
/** Share of the window that the panel may keep of what the plots left it; timeline-panel.css has the same. */
const FITTED = 0.8

export function Panel({ manifest }: { manifest: Manifest }) {
  const section = useRef<HTMLElement>(null)
  const height = useHeight(section)
  const { set, fitted } = height
  return (
    <section
      ref={section}
      class={set.value === null ? 'panel is-fitted' : 'panel'}
      aria-label="Selection"
      style={
        set.value === null
          ? { '--first': rem(FIRST) }
          : { height: rem(set.value), '--fitted': rem(fitted.current) }
      }
    >
      <Handle height={height} />
      <UnderCursor manifest={manifest} />
      <div class="panel-body">
        <Chosen manifest={manifest} />
      </div>
    </section>
  )
}

/** The panel's height, in design pixels. */
function useHeight(section: RefObject<HTMLElement | null>) {
  /** As the reader has set it; null until then. */
  const set = useSignal<number | null>(null)
  const now = useSignal(FIRST)
  /** What the plots leave it, which may be more than it could be dragged to. */
  const fitted = useRef(0)
  useEffect(() => {
    const element = section.current
    if (element === null) return
    return whenResized(element, () => {
      now.value = Math.round(element.offsetHeight / unit)
      if (set.peek() === null) fitted.current = now.value
    })
  }, [])
  const most = (): number => {
    const inner = window.innerHeight / unit
    return Math.max(LEAST, Math.min(MOST, inner - ABOVE), Math.min(fitted.current, inner * FITTED))
  }
  const resize = (to: number): void => {
    // at once: the next key or click may come before the new height is measured
    now.value = set.value = clamp(to, LEAST, most())
  }
  return { set, now, fitted, most, resize }
}

function Handle({ height: { set, now, most, resize } }: { height: ReturnType<typeof useHeight> }) {
  const dragged = useRef(false)
  const down = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const { clientY } = event
    const start = now.value
    dragged.current = false
    drag(event.currentTarget, event, (to) => {
      const by = clientY - to.clientY
      dragged.current ||= Math.abs(by) > STILL
      if (dragged.current) resize(start + by / unit)
    })
  }
  return (
    <div
      class="panel-handle"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the panel"
      aria-valuenow={now.value}
      aria-valuemin={LEAST}
      aria-valuemax={Math.max(most(), now.value)}
      tabIndex={0}
      onPointerDown={down}
      // for readers who cannot drag: a click goes to the largest, the lowest, then the initial height
      onClick={() => {
        if (dragged.current) return
        if (now.value >= most()) resize(LEAST)
        else if (now.value >= FIRST) resize(most())
        else set.value = null
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
        event.preventDefault()
        resize(now.value + (event.key === 'ArrowUp' ? STEP : -STEP))
      }}
    />
  )
}

function Chosen({ manifest }: { manifest: Manifest }) {
  const tests = names.value
  if (selected.value >= 0 && tests !== null) {
    return <TestPanel manifest={manifest} tests={tests} test={selected.value} />
  }
  return (
    <>
      {isUnknown.value ? (
        <p class="panel-unknown" role="status">
          This report has no such test: <span class="mono">{cutMiddle(asked.value.at?.name ?? '', 200)}</span>
        </p>
      ) : null}
      <ChosenSpan manifest={manifest} />
    </>
  )
}

function ChosenSpan({ manifest }: { manifest: Manifest }) {
  if (matching.value === 0) return <NoMatch />
  if (range.value !== null) return <SpanPanel manifest={manifest} span={range.value} words="In the range" />
  return resting.value === null ? null : (
    <SpanPanel manifest={manifest} span={resting.value.view} words="In view" />
  )
}

/** The button disappears with its notice, so the focus moves to the page's content. */
function showAll(): void {
  change({ query: '', statuses: [] })
  focusContent()
}

/** As below the table of tests. */
function NoMatch() {
  const { query } = asked.value
  return (
    <Notice title={query.trim() === '' ? 'No test has this status.' : `No test matches “${query}”.`}>
      <p>
        <button type="button" class="link" onClick={showAll}>
          Show all tests
        </button>
      </p>
    </Notice>
  )
}

/** One line that is always there, so that nothing jumps when the pointer moves. */
function UnderCursor({ manifest }: { manifest: Manifest }) {
  const at = cursor.value
  return (
    <p class="under-cursor" aria-hidden="true">
      {at === null ? (
        <span class="hints quiet">
          <span class="with-mouse">
            Scroll to zoom, drag to pan, <span class="with-room">Shift+drag to measure a range, </span>click
            to select.
            <span class="with-room">
              {' '}
              <kbd>?</kbd> shows the keys.
            </span>
          </span>
          <span class="with-keys">Tab: next test. Esc, then Tab: leave.</span>
          <span class="with-fingers">Drag, pinch, tap a test; measure on the axis.</span>
          <span class="gap-key is-between">gap before a class</span>
          <span class="gap-key is-idle">idle</span>
        </span>
      ) : (
        <Under at={at} manifest={manifest} />
      )}
    </p>
  )
}

function Under({ at, manifest }: { at: Cursor; manifest: Manifest }) {
  const [tests, now] = [names.value, model.value]
  if (at.chart > 0) return <UnderInChart at={at} manifest={manifest} />
  if (at.chart === 0) {
    return (
      <>
        <b>Running</b> {plural(runningAt(at.time), 'test')}
      </>
    )
  }
  if (tests === null || now === null || at.row < 0) return null
  if (at.test >= 0) {
    return (
      <>
        <Glyph status={statusOf(tests, at.test)} />
        <ShortName name={tests.name(at.test)} />
        <b>{durationText(tests, at.test)}</b>
      </>
    )
  }
  const row = now.rows[at.row]
  const gap = gapBefore(tests, row, firstFrom(row, tests, at.time), wholeOfRun(now, row))
  return gap === null || at.time < gap.from || at.time > gap.to ? null : (
    <span class="quiet">
      {formatDuration(gap.to - gap.from)} {GAP_WORDS[gap.kind]}
    </span>
  )
}

/** The chart's values with the names of the series, for which there is no room beside the charts on a phone. */
function UnderInChart({ at, manifest }: { at: Cursor; manifest: Manifest }) {
  const machines = useMachines(manifest, shownRuns.value, model.value?.whole ?? null)
  const chart = tracksIn(machines).at(at.chart - 1)
  return chart === undefined ? null : (
    <>
      <b>{chart.track.title}</b>
      {machines.size > 1 ? <span>{cutMiddle(manifest.machines[chart.log].source, 24)}</span> : null}
      <dl>
        <SeriesValues machine={chart.machine} track={chart.track} />
      </dl>
    </>
  )
}
