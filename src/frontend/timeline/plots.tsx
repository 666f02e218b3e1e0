/** Lanes and charts on one time axis, with one cursor through all of them. */

import { computed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import { formatDuration } from '../../words/duration.ts'
import { plural } from '../../words/number.ts'
import { rem } from '../frame/density.ts'
import { switchZone, zone } from '../frame/settings.ts'
import { cutMiddle } from '../text/name.ts'
import { formatTime, zoneName } from '../text/time.ts'
import { placeOf } from './hit.ts'
import { LaneLabels } from './lane-labels.tsx'
import type { Layout } from './layout.ts'
import { useMachines } from './machines.ts'
import { NoCharts } from './no-charts.tsx'
import { listenTo } from './plot-pointer.ts'
import type { Span } from './pyramid.ts'
import { endOf } from './rows.ts'
import { type Scene, Stage } from './stage.ts'
import { cursor, matches, model, moment, names, pyramids, range, selected, shownRuns, view } from './state.ts'
import { RunningLabel, runningAt, TrackLabel } from './track-labels.tsx'
import type { MachineTracks } from './tracks.ts'
import { useGreatestHeight, useLayout, usePart, useRowInSight } from './use-layout.ts'

export function Plots({ manifest }: { manifest: Manifest }) {
  const root = useRef<HTMLDivElement>(null)
  const plot = useRef<HTMLDivElement>(null)
  const stage = useRef<Stage | null>(null)
  const machines = useMachines(manifest, shownRuns.value, model.value?.whole ?? null)
  const charts = tracksIn(machines)
  const layout = useLayout(root, charts)
  const hasLogs = shownRuns.value.some((run) => manifest.runs[run].machine !== null)
  useGreatestHeight(root, charts, machines.size > 0 || !hasLogs)
  const part = usePart(root, layout)
  const latest = useRef({ layout, part, machines })
  latest.current = { layout, part, machines }
  const brushing = useSignal<Span | null>(null)
  useLayoutEffect(() => {
    if (root.current === null) return
    const page = root.current.closest<HTMLElement>('main')
    if (page === null) return
    stage.current = new Stage(page, () => sceneOf(latest.current))
    return () => stage.current?.close()
  }, [])
  useLayoutEffect(() => stage.current?.drawNow(), [layout, part])
  useEffect(() => stage.current?.schedule(), [machines])
  useEffect(() => {
    if (plot.current === null) return
    return listenTo(plot.current, () => latest.current.layout, brushing)
  }, [layout === null])
  if (layout === null) return <div ref={root} class="plots" />
  const [lanes, logs] = [layout.height, [...machines]]
  return (
    <div ref={root} class="plots">
      <div class="plot-labels">
        <div class="axis-label">
          <CursorTime />
          <Clock />
        </div>
        <LaneLabels layout={layout} part={part} />
        <RunningLabel />
        {logs.flatMap(([log, { tracks }]) =>
          tracks.map((track, n) => (
            <TrackLabel
              key={`${log}-${n}`}
              machine={machines.get(log)}
              track={track}
              source={logs.length > 1 ? manifest.machines[log].source : null}
            />
          )),
        )}
      </div>
      <div
        ref={plot}
        class="plot"
        tabIndex={0}
        role="application"
        aria-label="Timeline of the tests"
        aria-describedby="plot-keys"
        data-plot=""
      >
        {/* inside the plot: Orca does not announce that focus enters an application without text in it */}
        <p id="plot-keys" class="unseen">
          Tab and Shift+Tab go from test to test, the arrow keys and W A S D move, comma and dot move the
          cursor, I and O begin and end a range at it, Tab leaves after Escape.
        </p>
        <canvas data-canvas="axis" class="axis-canvas" aria-hidden="true" />
        <div style={{ height: rem(lanes) }}>
          <canvas
            data-canvas="lanes"
            style={{ position: 'relative', top: rem(part.top), height: rem(part.height) }}
            aria-hidden="true"
          />
        </div>
        <canvas data-canvas="running" class="track-canvas" aria-hidden="true" />
        {logs.flatMap(([log, { tracks }]) =>
          tracks.map((_, n) => (
            <canvas
              key={`${log}-${n}`}
              data-canvas={`track-${log}-${n}`}
              class="track-canvas"
              aria-hidden="true"
            />
          )),
        )}
        <SpanMark span={brushing.value ?? range.value} />
        <SelectedMark root={root} layout={layout} charts={charts} />
        <CursorLine />
      </div>
      {logs.map(([log, machine]) =>
        machine.tracks.length > 0 ? null : (
          <p key={log} class="no-charts quiet">
            {logs.length > 1 ? `${cutMiddle(manifest.machines[log].source, 60)}: ` : null}
            <NoCharts machine={machine} runs={shownRuns.value.length} />
          </p>
        ),
      )}
      <KeysTold />
    </div>
  )
}

/** Null until everything is loaded. */
function sceneOf({
  layout,
  ...of
}: { layout: Layout | null } & Pick<Scene, 'part' | 'machines'>): Scene | null {
  const [now, built, seen] = [model.value, pyramids.value, view.value]
  const rest = { matches: matches.value, names: names.value, ...of }
  if (now === null || built === null || seen === null || layout === null) return null
  return { model: now, pyramids: built, view: seen, layout, ...rest }
}

const tracksIn = (machines: ReadonlyMap<number, MachineTracks>): number =>
  [...machines.values()].reduce((sum, { tracks }) => sum + tracks.length, 0)

/** Horizontal position of a time in the plot, in percent. */
const percent = (time: number, { from, to }: Span): number => ((time - from) / (to - from)) * 100

function SpanMark({ span }: { span: Span | null }) {
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

function SelectedMark({ root, layout, charts }: SelectedMarkProps) {
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

function CursorLine() {
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

function CursorTime() {
  const at = cursor.value
  return at === null ? null : <span>{formatTime(at.time, zone.value)}</span>
}

/** For screen readers: cursor and range as set by keys. The values at the cursor are in the labels. */
function KeysTold() {
  const [at, span] = [moment.value, range.value]
  return (
    <div class="unseen">
      <p role="status">
        {at === null ? null : `${formatTime(at, zone.value)}, ${plural(runningAt(at), 'test')} running`}
      </p>
      <p role="status">{span && `Range of ${formatDuration(span.to - span.from)}`}</p>
    </div>
  )
}

/** Name of the clock at the cursor, whose time stands beside it, or else at the start of the axis. */
const clock = computed(() =>
  zone.value === 'relative' ? 'relative' : zoneName(cursor.value?.time ?? view.value?.from ?? 0, zone.value),
)

function Clock() {
  return (
    <button
      type="button"
      class="link"
      title="Your time, UTC, or from the first test (z)"
      onClick={switchZone}
    >
      {clock.value}
    </button>
  )
}
