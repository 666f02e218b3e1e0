import { zone } from '../frame/settings.ts'
import { formatDate, formatTime } from '../text/time.ts'
import { covers, type MachineTracks } from '../timeline/tracks.ts'

/** Why a log has no charts over what is shown. */
export function NoCharts({ machine: { time, shown } }: { machine: MachineTracks }) {
  if (time.length === 0) return <>The log has no samples.</>
  if (covers(time, shown)) return <>The log has no CPU, memory, disk or network columns.</>
  const [from, to] = [time[0], time[time.length - 1]]
  return (
    <>
      The log covers {formatDate(from, zone.value)} {formatTime(from, zone.value, false)} to{' '}
      {formatTime(to, zone.value, false)}, none of it in this run.
    </>
  )
}
