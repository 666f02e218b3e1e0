import { useMemo } from 'preact/hooks'
import type { Tests } from '../data/tests.ts'
import { formatDuration } from '../text/duration.ts'
import { formatCount } from '../text/number.ts'
import { type GapTimes, gapTimes } from './gaps.ts'
import type { Model } from './model.ts'
import { model, names } from './state.ts'

interface LaneTimes extends GapTimes {
  readonly lane: number
  readonly worker: number | null
  readonly tests: number
  readonly busy: number
}

/** Where each worker's time went: of lanes of one row, since others have no gaps of their own. */
export function WorkerTable() {
  const [now, tests] = [model.value, names.value]
  const lanes = useMemo(() => (now === null || tests === null ? [] : laneTimes(now, tests)), [now, tests])
  if (lanes.length === 0) return null
  return (
    <table class="worker-table">
      <caption class="unseen">Where each worker’s time went</caption>
      <thead>
        <tr>
          <th scope="col">Worker</th>
          <th scope="col">Tests</th>
          <th scope="col">Busy</th>
          <th scope="col">In a class</th>
          <th scope="col">Between classes</th>
          <th scope="col">Idle at the end</th>
        </tr>
      </thead>
      <tbody>
        {lanes.map((one) => (
          <tr key={one.lane}>
            <th scope="row">{one.worker ?? 'none'}</th>
            <td>{formatCount(one.tests)}</td>
            <td>{formatDuration(one.busy)}</td>
            <td>{formatDuration(one.within)}</td>
            <td>{formatDuration(one.between)}</td>
            <td>{formatDuration(one.end)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function laneTimes({ rows, whole }: Model, tests: Tests): LaneTimes[] {
  const alone = rows.filter(({ lane, count }) => {
    const { first, end } = tests.lanes[lane]
    return count === end - first
  })
  return alone.map((row) => {
    const times = gapTimes(tests, row, whole)
    const gaps = times.within + times.between + times.start + times.end
    return {
      ...times,
      lane: row.lane,
      worker: tests.lanes[row.lane].worker,
      tests: row.count,
      busy: whole.to - whole.from - gaps,
    }
  })
}
