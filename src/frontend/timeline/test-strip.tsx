/** A small timeline around one test: what ran beside it, and the machine meanwhile. */

import type { ReadonlySignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import { testsDrawn } from '../data/report.ts'
import type { Span } from '../data/span.ts'
import { runOf, type Tests } from '../data/tests.ts'
import { LINE, rem } from '../frame/density.ts'
import { zone } from '../frame/settings.ts'
import { durationText } from '../text/duration.ts'
import { STATUS_WORDS, statusOf } from '../text/status.ts'
import { formatTime } from '../text/time.ts'
import { placeOf, testsBeside, testsWithin } from './hit.ts'
import { labelledLanes, layoutRows } from './layout.ts'
import { MachineTable } from './machine-table.tsx'
import { tracksIn, useMachines } from './machines.ts'
import { buildModel, buildPyramids, workerName } from './model.ts'
import { TrackCanvases } from './plots.tsx'
import { endOf, type Row } from './rows.ts'
import { Stage } from './stage.ts'
import { model as shownModel, timelineHash } from './state.ts'
import { besideWords, TOLD } from './test-panel.tsx'
import { around, percent } from './view.ts'

/** Maximum number of rows: the test's own, then others in which something ran meanwhile. */
const MOST_ROWS = 16
const ROW = 12
/** Microseconds: in a shorter view the machine's samples would be one flat step. */
const LEAST = 20e6

interface TestStripProps {
  readonly manifest: Manifest
  readonly tests: Tests
  readonly test: number
  /** Microseconds since the epoch of the log line pointed at; null for none. */
  readonly at: ReadonlySignal<number | null>
}

export function TestStrip({ manifest, tests, test, at }: TestStripProps) {
  const root = useRef<HTMLDivElement>(null)
  const run = runOf(tests, test)
  const near = useMemo(() => nearby(tests, test, run), [tests, test])
  const whole = near?.model.wholes.get(run) ?? null
  const machines = useMachines(manifest, [run], whole)
  const latest = useRef(machines)
  latest.current = machines
  useEffect(() => {
    if (root.current === null || near === null) return
    const stage = new Stage(root.current, () => ({
      ...near,
      matches: null,
      names: tests,
      machines: latest.current,
    }))
    return () => stage.close()
  }, [near, machines])
  if (near === null) return null
  const { view, layout, model, beside } = near
  const position = (time: number): string => `${percent(time, view)}%`
  const [start, end] = [tests.start[test], endOf(tests, test)]
  const charts = tracksIn(machines)
  return (
    <section class="test-strip">
      <h2 class="unseen">{charts.length > 0 ? 'The machine meanwhile' : 'What ran beside it'}</h2>
      <div ref={root} class="plots">
        <div class="plot-labels">
          <div class="axis-label">
            <a href={timelineHash(tests, test)}>In the timeline</a>
          </div>
          <div class="lane-labels" style={{ height: rem(layout.height) }} aria-hidden="true">
            {labelledLanes(layout, LINE).map(({ lane, top }) => (
              <div key={lane} class="strip-lane" style={{ top: rem(top) }}>
                {workerName(model, lane)}
              </div>
            ))}
          </div>
          {charts.map(({ id, track }) => (
            <div key={id} class="track-label" aria-hidden="true">
              {track.title}
            </div>
          ))}
        </div>
        <div class="plot">
          <canvas data-canvas="axis" class="axis-canvas" aria-hidden="true" />
          <canvas data-canvas="lanes" style={{ height: rem(layout.height) }} aria-hidden="true" />
          <TrackCanvases machines={machines} />
          <div
            class="range-mark"
            style={{ left: position(start), width: `calc(${position(end)} - ${position(start)})` }}
          />
          <Pointed at={at} position={position} />
        </div>
      </div>
      <div class="unseen">
        <p>{besideWords(beside)}</p>
        <ul>
          {beside.slice(0, TOLD).map((one) => (
            <li key={one}>
              {tests.name(one)}: {STATUS_WORDS[statusOf(tests, one)]}, {durationText(tests, one)}
            </li>
          ))}
        </ul>
      </div>
      <MachineTable manifest={manifest} span={{ from: start, to: end }} whole={whole} run={run} />
    </section>
  )
}

function Pointed({ at, position }: { at: TestStripProps['at']; position: (time: number) => string }) {
  const time = at.value
  return time === null ? null : (
    <div class="cursor-line" style={{ left: position(time) }}>
      <span class="unseen">{formatTime(time, zone.value)}</span>
    </div>
  )
}

/** A model of the rows in which something ran around the test; null if the test has no times. */
function nearby(tests: Tests, test: number, run: number) {
  const drawn = testsDrawn.peek()
  const shown = shownModel.peek()
  if (drawn === null || Number.isNaN(tests.start[test])) return null
  // the test's own run alone, since lanes of several runs have the same names
  const whole = shown?.runs.join() === String(run) ? shown : buildModel(drawn, [run])
  if (whole === null) return null
  const span: Span = { from: tests.start[test], to: endOf(tests, test) }
  const view = around(span, whole.whole, Math.max(LEAST, (span.to - span.from) * 2))
  const isNear = (row: Row): boolean => testsWithin(tests, row, view.from, view.to).length > 0
  const own = whole.rows.filter((row) => placeOf(tests, row, test) >= 0)
  const others = whole.rows.filter((row) => !own.includes(row) && isNear(row))
  const kept = new Set([...own, ...others].slice(0, MOST_ROWS))
  const model = { ...whole, runs: [run], rows: whole.rows.filter((row) => kept.has(row)) }
  const layout = layoutRows(model, 0, ROW, ROW)
  const beside = testsBeside(tests, whole.rows, test)
  return {
    model,
    pyramids: buildPyramids(model),
    view,
    layout,
    part: { top: 0, height: layout.height },
    beside,
  }
}
