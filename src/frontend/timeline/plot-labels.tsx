import { computed } from '@preact/signals'
import type { Manifest } from '../../format/report.ts'
import { switchZone, zone } from '../frame/settings.ts'
import { severalDays } from '../frame/when.ts'
import { formatDate, formatWithin, zoneName } from '../text/time.ts'
import { LaneLabels } from './lane-labels.tsx'
import type { Layout, Part } from './layout.ts'
import { tracksIn } from './machines.ts'
import { cursor, view } from './state.ts'
import { RunningLabel, TrackLabel } from './track-labels.tsx'
import type { MachineTracks } from './tracks.ts'

interface PlotLabelsProps {
  readonly manifest: Manifest
  readonly layout: Layout
  readonly part: Part
  readonly machines: ReadonlyMap<number, MachineTracks>
}

/** The labels beside the plot: of the axis, the lanes and the charts, with the values at the cursor. */
export function PlotLabels({ manifest, layout, part, machines }: PlotLabelsProps) {
  return (
    <div class="plot-labels">
      <div class="axis-label">
        <CursorTime />
        <Clock />
      </div>
      <LaneLabels manifest={manifest} layout={layout} part={part} />
      <RunningLabel />
      {tracksIn(machines).map(({ log, machine, track, id }) => (
        <TrackLabel
          key={id}
          machine={machine}
          track={track}
          source={machines.size > 1 ? manifest.machines[log].source : null}
        />
      ))}
    </div>
  )
}

function CursorTime() {
  const [at, seen] = [cursor.value, view.value]
  if (at === null || seen === null) return null
  return (
    <>
      {severalDays.value ? <span class="cursor-date">{formatDate(at.time, zone.value)},&nbsp;</span> : null}
      <span>{formatWithin(seen.to - seen.from, at.time, zone.value)}</span>
    </>
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
