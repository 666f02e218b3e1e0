import type { Tests } from '../data/tests.ts'
import { DataTable } from '../frame/data-table.tsx'
import { formatDuration } from '../text/duration.ts'
import { formatCount } from '../text/number.ts'
import type { LaneTimes } from './lane-times.ts'

export function WorkerTable({ tests, lanes }: { tests: Tests; lanes: readonly LaneTimes[] }) {
  if (lanes.length === 0) return null
  return (
    <DataTable
      caption="Where each worker’s time went"
      heads={['Worker', 'Tests', 'Busy', 'In a class', 'Between classes', 'Idle at the end']}
      rows={lanes.map((one) => ({
        key: one.lane,
        cells: [
          tests.lanes[one.lane].worker ?? 'none',
          formatCount(one.tests),
          ...[one.busy, one.within, one.between, one.end].map(formatDuration),
        ],
      }))}
    />
  )
}
