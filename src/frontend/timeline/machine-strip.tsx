import { useCallback, useEffect, useState } from 'preact/hooks'
import type { ReportMachine, Unit } from '../../format/report.ts'
import { medianOf } from '../../measures.ts'
import type { DataError } from '../data/blocks.ts'
import { toDataError } from '../data/manifest.ts'
import { readMachine } from '../data/report.ts'
import type { Span } from '../data/span.ts'
import { ErrorNotice } from '../frame/notice.tsx'
import { type Draw, Picture } from '../frame/picture.tsx'
import { endTexts } from '../frame/when.ts'
import { maxOf, type SamplePyramid } from '../machine/sample-pyramid.ts'
import { cutEnd } from '../text/name.ts'
import { drawTrack } from './draw-track.ts'
import { LogEnds, NoCharts } from './no-charts.tsx'
import { formatValue } from './track-labels.tsx'
import { sampleColumns } from './track-pixels.ts'
import { type MachineTracks, samplesIn, type Track, tracksOf } from './tracks.ts'

interface StripProps {
  readonly log: number
  readonly machine: ReportMachine
  /** Start and end of the run in microseconds since the epoch; null: the whole log is shown. */
  readonly span: Span | null
}

/** The machine during one run, as small charts on one time axis. */
export function MachineStrip({ log, machine, span }: StripProps) {
  const read = useMachine(log, span)
  return (
    <>
      {read instanceof Error ? <ErrorNotice error={read} /> : null}
      {read === null || read instanceof Error ? null : <Charts machine={read} />}
      <ul class="notes">
        <li>From {cutEnd(machine.source, 300)}</li>
        {machine.notes.map((note) => (
          <li key={note}>{cutEnd(note, 500)}</li>
        ))}
      </ul>
    </>
  )
}

function useMachine(log: number, span: StripProps['span']): MachineTracks | DataError | null {
  const [read, setRead] = useState<MachineTracks | DataError | null>(null)
  useEffect(() => {
    let wanted = true
    void readMachine(log)
      .then((machine) => tracksOf(machine, span && { from: span.from, to: Math.max(span.to, span.from + 1) }))
      .catch(toDataError)
      .then((value) => wanted && setRead(value))
    return () => {
      wanted = false
    }
  }, [log, span?.from, span?.to])
  return read
}

function Charts({ machine }: { machine: MachineTracks }) {
  if (machine.tracks.length === 0) {
    return (
      <p class="quiet">
        <NoCharts machine={machine} runs={1} />
      </p>
    )
  }
  return (
    <div class="charts">
      <p class="chart-head" aria-hidden="true">
        <span>median</span>
        <span>max</span>
      </p>
      {machine.tracks.map((track) => (
        <ChartRow key={track.title} machine={machine} track={track} />
      ))}
      <p class="ends">
        {endTexts(machine.shown).map((text, i) => (
          <span key={i}>{text}</span>
        ))}
      </p>
      <LogEnds machine={machine} span={machine.shown} />
    </div>
  )
}

function ChartRow({ machine, track }: { machine: MachineTracks; track: Track }) {
  const draw = useCallback<Draw>(
    (context, palette) =>
      drawTrack(context, track, sampleColumns(machine, machine.shown, context.canvas.width), palette),
    [machine, track],
  )
  const [from, to] = samplesIn(machine, machine.shown)
  return (
    <div class="chart-row">
      <h4>{track.title}</h4>
      <dl class="chart-values">
        {track.series.map(({ label, role, samples }) => (
          <div key={label}>
            <dt class={`key is-${role}`}>{label}</dt>
            <Summary samples={samples} unit={track.unit} from={from} to={to} />
          </div>
        ))}
      </dl>
      <Picture class="chart" draw={draw} />
    </div>
  )
}

/** The chart in numbers, for screen readers and for the exact values. */
function Summary(props: { samples: SamplePyramid; unit: Unit; from: number; to: number }) {
  const { samples, unit, from, to } = props
  const median = medianOf(samples.values.subarray(from, to))
  if (Number.isNaN(median)) return <dd class="quiet">no samples</dd>
  return (
    <>
      <dd>
        <span class="unseen">median </span>
        {formatValue(median, unit)}
      </dd>
      <dd class="quiet">
        <span class="unseen">max </span>
        {formatValue(maxOf(samples, from, to), unit)}
      </dd>
    </>
  )
}
