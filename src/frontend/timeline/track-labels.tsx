import type { Unit } from '../../format/report.ts'
import { formatBytes, formatCount, formatPercent, NONE, threeDigits } from '../../words/number.ts'
import { cutMiddle } from '../text/name.ts'
import { testsWithin } from './hit.ts'
import { cursor, model } from './state.ts'
import { type MachineTracks, sampleAt, type Track } from './tracks.ts'

interface TrackLabelProps {
  readonly machine: MachineTracks
  readonly track: Track
  /** The log's name if there are several; else null. */
  readonly source: string | null
}

/** Title and legend of a chart; at the cursor, the values of the sample in whose interval it is. */
export function TrackLabel({ machine, track, source }: TrackLabelProps) {
  return (
    <div class="track-label" title={source ?? undefined}>
      <div class="track-title">
        <b>{track.title}</b>
        <span class="track-top">{formatValue(track.top, track.unit)}</span>
      </div>
      {source === null ? null : <div class="track-source">{cutMiddle(source, 24)}</div>}
      <dl class={track.series.length > 2 ? 'is-double' : undefined}>
        <SeriesValues machine={machine} track={track} />
      </dl>
    </div>
  )
}

/** Name of each series, and its value at the cursor. */
export function SeriesValues({ machine, track }: Pick<TrackLabelProps, 'machine' | 'track'>) {
  const at = cursor.value
  const sample = at === null ? null : sampleAt(machine, at.time)
  return (
    <>
      {track.series.map(({ label, role, samples }) => (
        <div key={label}>
          <dt class={`key is-${role}`}>{label}</dt>
          {sample === null ? null : (
            <dd>{sample < 0 ? NONE : formatValue(samples.values[sample], track.unit)}</dd>
          )}
        </div>
      ))}
    </>
  )
}

/** The top of the chart's scale is the number of rows; more may run where rows are too few. */
export function RunningLabel() {
  const at = cursor.value
  const { rows, crowded } = model.value ?? { rows: [], crowded: false }
  return (
    <div class="track-label">
      <div class="track-title">
        <b>Running</b>
        <span class="track-top">
          of {formatCount(rows.length)}
          {crowded ? '+' : null}
        </span>
      </div>
      <dl>
        <div>
          <dt class="key is-main">tests</dt>
          {at === null ? null : <dd>{formatCount(runningAt(at.time))}</dd>}
        </div>
      </dl>
    </div>
  )
}

export function runningAt(time: number): number {
  const now = model.value
  if (now === null) return 0
  return now.rows.reduce((sum, row) => sum + testsWithin(now.tests, row, time, time + 1).length, 0)
}

export function formatValue(value: number, unit: Unit): string {
  if (Number.isNaN(value)) return NONE
  if (unit === 'percent') return formatPercent(value)
  if (unit === 'bytes') return formatBytes(value)
  if (unit === 'bytes/s') return `${formatBytes(value)}/s`
  const number = value >= 1000 ? formatCount(value) : threeDigits(value, true)
  return unit === 'count/s' ? `${number}/s` : number
}
