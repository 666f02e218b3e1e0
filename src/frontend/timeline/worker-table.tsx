import { useMemo } from 'preact/hooks'
import type { Tests } from '../data/tests.ts'
import { DataTable } from '../frame/data-table.tsx'
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
    <DataTable
      caption="Where each worker’s time went"
      heads={['Worker', 'Tests', 'Busy', 'In a class', 'Between classes', 'Idle at the end']}
      rows={lanes.map((one) => ({
        key: one.lane,
        cells: [
          one.worker ?? 'none',
          formatCount(one.tests),
          ...[one.busy, one.within, one.between, one.end].map(formatDuration),
        ],
      }))}
    />
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
