import { zone } from '../frame/settings.ts'
import { formatDate, formatTime } from '../text/time.ts'
import { covers, type MachineTracks } from './tracks.ts'

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
