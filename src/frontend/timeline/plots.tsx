/** Lanes and charts on one time axis, with one cursor through all of them. */

import { type ReadonlySignal, useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import { formatDuration } from '../../words/duration.ts'
import { plural } from '../../words/number.ts'
import type { Span } from '../data/span.ts'
import { rem } from '../frame/density.ts'
import { whenText } from '../frame/when.ts'
import { cutMiddle } from '../text/name.ts'
import type { Layout } from './layout.ts'
import { tracksIn, useMachines } from './machines.ts'
import { NoCharts } from './no-charts.tsx'
import { PlotLabels } from './plot-labels.tsx'
import { CursorLine, SelectedMark, SpanMark } from './plot-marks.tsx'
import { listenTo } from './plot-pointer.ts'
import { type Scene, Stage } from './stage.ts'
import { matches, model, moment, names, pyramids, range, shownRuns, view } from './state.ts'
import { runningAt } from './track-labels.tsx'
import { useGreatestHeight, useLayout, usePart } from './use-layout.ts'

export function Plots({ manifest }: { manifest: Manifest }) {
  const root = useRef<HTMLDivElement>(null)
  const plot = useRef<HTMLDivElement>(null)
  const machines = useMachines(manifest, shownRuns.value, model.value?.whole ?? null)
  const charts = tracksIn(machines).length
  const layout = useLayout(root, charts)
  const hasLogs = shownRuns.value.some((run) => manifest.runs[run].machine !== null)
  useGreatestHeight(root, charts, machines.size > 0 || !hasLogs)
  const part = usePart(root, layout)
  const brushed = useStage(root, plot, { layout, part, machines })
  if (layout === null) return <div ref={root} class="plots" />
  const logs = [...machines]
  return (
    // scrolled by the plot's keys; else Firefox stops at it, and nothing says what it is
    <div ref={root} class="plots" tabIndex={-1}>
      <PlotLabels manifest={manifest} layout={layout} part={part} machines={machines} />
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
        <Canvases layout={layout} part={part} machines={machines} />
        <SpanMark span={brushed.value ?? range.value} />
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
      <Announced />
    </div>
  )
}

type Shown = Pick<Scene, 'part' | 'machines'> & { readonly layout: Layout | null }

/** Draws the canvases and follows the pointer; returns the span that is being drawn. */
function useStage(
  root: RefObject<HTMLElement | null>,
  plot: RefObject<HTMLElement | null>,
  shown: Shown,
): ReadonlySignal<Span | null> {
  const { layout, part, machines } = shown
  const stage = useRef<Stage | null>(null)
  const latest = useRef(shown)
  latest.current = shown
  const brushed = useSignal<Span | null>(null)
  useLayoutEffect(() => {
    const page = root.current?.closest<HTMLElement>('main')
    if (!page) return
    stage.current = new Stage(page, () => sceneOf(latest.current))
    return () => stage.current?.close()
  }, [])
  useLayoutEffect(() => stage.current?.drawNow(), [layout, part])
  useEffect(() => stage.current?.schedule(), [machines])
  useEffect(() => {
    if (plot.current === null) return
    return listenTo(plot.current, () => latest.current.layout, brushed)
  }, [layout === null])
  return brushed
}

/** Null until everything is loaded. */
function sceneOf({ layout, ...of }: Shown): Scene | null {
  const [now, built, seen] = [model.value, pyramids.value, view.value]
  const rest = { matches: matches.value, names: names.value, ...of }
  if (now === null || built === null || seen === null || layout === null) return null
  return { model: now, pyramids: built, view: seen, layout, ...rest }
}

function Canvases({ layout, part, machines }: Pick<Scene, 'layout' | 'part' | 'machines'>) {
  return (
    <>
      <canvas data-canvas="axis" class="axis-canvas" aria-hidden="true" />
      <div style={{ height: rem(layout.height) }}>
        <canvas
          data-canvas="lanes"
          style={{ position: 'relative', top: rem(part.top), height: rem(part.height) }}
          aria-hidden="true"
        />
      </div>
      <canvas data-canvas="running" class="track-canvas" aria-hidden="true" />
      <TrackCanvases machines={machines} />
    </>
  )
}

/** An element for each chart, which `Stage` draws. */
export const TrackCanvases = ({ machines }: Pick<Scene, 'machines'>) => (
  <>
    {tracksIn(machines).map(({ id }) => (
      <canvas key={id} data-canvas={id} class="track-canvas" aria-hidden="true" />
    ))}
  </>
)

/** For screen readers: cursor and range as set by keys. The values at the cursor are in the labels. */
function Announced() {
  const [at, span] = [moment.value, range.value]
  return (
    <div class="unseen">
      <p role="status">{at === null ? null : `${whenText(at)}, ${plural(runningAt(at), 'test')} running`}</p>
      <p role="status">{span && `Range of ${formatDuration(span.to - span.from)}`}</p>
    </div>
  )
}
