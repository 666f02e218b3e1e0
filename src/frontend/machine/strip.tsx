import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import type { ReportMachine, Unit } from '../../format/report.ts'
import type { DataError } from '../data/blocks.ts'
import { toDataError } from '../data/manifest.ts'
import { readMachine } from '../data/report.ts'
import { ErrorNotice } from '../frame/notice.tsx'
import { type Draw, Picture } from '../frame/picture.tsx'
import { zone } from '../frame/settings.ts'
import { cutEnd } from '../text/name.ts'
import { formatTime } from '../text/time.ts'
import { drawTrack } from '../timeline/draw-track.ts'
import type { Span } from '../timeline/pyramid.ts'
import { formatValue } from '../timeline/track-labels.tsx'
import { sampleColumns } from '../timeline/track-pixels.ts'
import { firstAfter, type MachineTracks, type Track, tracksOf } from '../timeline/tracks.ts'
import { medianOf } from './median.ts'
import { maxOf, type SamplePyramid } from './sample-pyramid.ts'

interface StripProps {
  readonly log: number
  readonly machine: ReportMachine
  /** Microseconds since the epoch: the run, over which the machine is shown. */
  readonly span: readonly [number, number] | null
}

/** The machine over one run, as small charts on one time axis. */
export function MachineStrip({ log, machine, span }: StripProps) {
  const read = useMachine(log)
  return (
    <>
      {read instanceof Error ? <ErrorNotice error={read} /> : null}
      {read === null || read instanceof Error ? null : <Charts machine={read} span={span} />}
      <ul class="notes">
        <li>From {cutEnd(machine.source, 300)}</li>
        {machine.notes.map((note) => (
          <li key={note}>{cutEnd(note, 500)}</li>
        ))}
      </ul>
    </>
  )
}

function useMachine(log: number): MachineTracks | DataError | null {
  const [read, setRead] = useState<MachineTracks | DataError | null>(null)
  useEffect(() => {
    let wanted = true
    void readMachine(log)
      .then(tracksOf)
      .catch(toDataError)
      .then((value) => wanted && setRead(value))
    return () => {
      wanted = false
    }
  }, [log])
  return read
}

function Charts({ machine, span }: { machine: MachineTracks; span: StripProps['span'] }) {
  const seen = useMemo(() => seenOf(machine, span), [machine, span?.[0], span?.[1]])
  if (machine.tracks.length === 0 || seen === null) {
    return <p class="quiet">The log has no CPU, memory, disk or network columns for the time of this run.</p>
  }
  return (
    <div class="charts">
      <p class="chart-head" aria-hidden="true">
        <span>median</span>
        <span>max</span>
      </p>
      {machine.tracks.map((track) => (
        <ChartRow key={track.title} machine={machine} track={track} seen={seen} />
      ))}
      <p class="ends">
        <span>{formatTime(seen.from, zone.value, false)}</span>
        <span>{formatTime(seen.to, zone.value, false)}</span>
      </p>
    </div>
  )
}

function ChartRow({ machine, track, seen }: { machine: MachineTracks; track: Track; seen: Span }) {
  const draw = useCallback<Draw>(
    (context, palette) =>
      drawTrack(context, track, sampleColumns(machine, seen, context.canvas.width), palette),
    [machine, track, seen],
  )
  const [from, to] = [seen.from - 1, seen.to].map((at) => firstAfter(machine.time, at))
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

/** What the picture says, for who cannot see it and who wants the number. */
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

/** Null for a log of other hours than the run's: it would be a picture of nothing. */
function seenOf({ time }: MachineTracks, span: StripProps['span']): Span | null {
  if (time.length === 0) return null
  const [from, to] = span ?? [time[0], time[time.length - 1]]
  return to <= from || time[0] > to || time[time.length - 1] < from ? null : { from, to }
}
