import { beginOf } from '../../measures.ts'
import type { Span } from '../data/span.ts'
import { zone } from '../frame/settings.ts'
import { whenText } from '../frame/when.ts'
import { formatDate, formatTime } from '../text/time.ts'
import { covers, type MachineTracks } from './tracks.ts'

/** Where a log ends, and begins, if it does not cover all of a span. */
export function LogEnds({ machine, span }: { machine: MachineTracks; span: Span }) {
  const { time, step } = machine
  const [from, to] = [beginOf(machine, 0), time[time.length - 1]]
  // the row of the last step is not written until that has passed
  const slack = span.to > from && span.from < to ? step : 0
  const ends = [
    from > span.from + slack ? [`begins at ${whenText(from, false)}`] : [],
    to < span.to - slack ? [`ends at ${whenText(to, false)}`] : [],
  ].flat()
  return ends.length === 0 ? null : <p class="quiet">The log {ends.join(' and ')}.</p>
}

interface NoChartsProps {
  readonly machine: MachineTracks
  /** Number of runs shown. */
  readonly runs: number
}

/** Why a log has no charts for the runs shown. */
export function NoCharts({ machine, runs }: NoChartsProps) {
  const { time, shown } = machine
  if (time.length === 0) return <>The log has no samples.</>
  if (covers(machine, shown)) return <>The log has no CPU, memory, disk or network columns.</>
  const [from, to] = [time[0], time[time.length - 1]]
  const days = [from, to].map((at) => formatDate(at, zone.value))
  return (
    <>
      The log covers {days[0]} {formatTime(from, zone.value, false)} to{' '}
      {days[1] === days[0] ? null : `${days[1]} `}
      {formatTime(to, zone.value, false)}, none of it in {runs > 1 ? 'these runs' : 'this run'}.
    </>
  )
}
