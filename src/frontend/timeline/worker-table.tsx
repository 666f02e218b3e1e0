import type { Manifest } from '../../format/report.ts'
import { formatDuration } from '../../words/duration.ts'
import { formatCount } from '../../words/number.ts'
import type { Tests } from '../data/tests.ts'
import { DataTable } from '../frame/data-table.tsx'
import { cutMiddle } from '../text/name.ts'
import type { LaneTimes } from './lane-times.ts'

interface WorkerTableProps {
  readonly manifest: Manifest
  readonly tests: Tests
  readonly lanes: readonly LaneTimes[]
  /** Whether a filter leaves out tests, so that what a worker did without them is not idle time. */
  readonly isFiltered: boolean
}

/** What a worker's time went to. */
const TIMES = [
  ['Their time', 'busy'],
  ['Gap at the start', 'start'],
  ['Gaps in classes', 'within'],
  ['Gaps between', 'between'],
  ['Idle at the end', 'end'],
] as const satisfies readonly (readonly [head: string, of: keyof LaneTimes])[]

/** Where each worker's time went; with the run's number if there are several runs. */
export function WorkerTable({ manifest, tests, lanes, isFiltered }: WorkerTableProps) {
  if (lanes.length === 0) return null
  const runOfLane = ({ lane }: LaneTimes): number => tests.lanes[lane].run
  const isOneRun = lanes.every((one) => runOfLane(one) === runOfLane(lanes[0]))
  // what is known of one; the time before the first test only where one had to wait for that
  const times = isFiltered
    ? TIMES.slice(0, 1)
    : TIMES.filter(([, of]) => lanes.some((one) => (of === 'start' ? one.start > 0 : one[of] >= 0)))
  return (
    <DataTable
      caption={isFiltered ? 'These tests on each worker' : 'Where each worker’s time went'}
      heads={['Worker', ...(isOneRun ? [] : ['Run']), 'Tests', ...times.map(([head]) => head)]}
      rows={lanes.map((one) => ({
        key: one.lane,
        cells: [
          tests.lanes[one.lane].worker ?? 'none',
          ...(isOneRun ? [] : [<RunNumber manifest={manifest} run={runOfLane(one)} />]),
          formatCount(one.tests),
          ...times.map(([, of]) => formatDuration(one[of])),
        ],
      }))}
    />
  )
}

/** The run's number, as in the table of tests, with its name as the title. */
const RunNumber = ({ manifest, run }: { manifest: Manifest; run: number }) => (
  <span title={cutMiddle(manifest.runs[run].entry.name, 500)}>{run}</span>
)
