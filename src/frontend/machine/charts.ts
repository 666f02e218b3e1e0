/** Chooses which of a log's metrics get a small chart, and their labels there. */

import type { MachineColumns, Unit } from '../../format/report.ts'
import { CPU, DISK, MEMORY, type Measure, measured, NETWORK, SYSTEM, sourcesOf } from '../../measures.ts'

/** `main` and `second`: the accent's two hues; `back`: grey; `wait` and `steal`: two ambers. */
export const ROLES = ['main', 'second', 'wait', 'steal', 'back'] as const
export type Role = (typeof ROLES)[number]

interface Series {
  readonly label: string
  readonly role: Role
  /** One per sample; NaN where the log has no value. */
  readonly values: Float64Array
}

export interface Chart {
  readonly title: string
  readonly unit: Unit
  /** Stacked series add up; the others each start at zero. */
  readonly stacked: boolean
  /** Top of the scale; null for the largest value. */
  readonly top: number | null
  readonly series: readonly Series[]
}

interface Plan {
  readonly title: string
  readonly measure: Measure
  readonly stacked?: boolean
  /** The unit of the first one's first metric is the chart's. */
  readonly series: readonly (readonly [metrics: readonly string[], label: string, role: Role])[]
}

const PLANS: readonly Plan[] = [
  {
    title: 'CPU',
    measure: CPU,
    stacked: true,
    series: [
      [['usr'], 'user', 'main'],
      [SYSTEM, 'system', 'second'],
      [['wai'], 'wait', 'wait'],
      [['stl'], 'steal', 'steal'],
    ],
  },
  {
    title: 'Memory',
    measure: MEMORY,
    stacked: true,
    series: [
      [['used'], 'used', 'main'],
      [['cach'], 'cached', 'back'],
    ],
  },
  {
    title: 'Disk',
    measure: DISK,
    series: [
      [['read'], 'read', 'second'],
      [['writ'], 'written', 'main'],
    ],
  },
  {
    title: 'Network',
    measure: NETWORK,
    series: [
      [['recv'], 'in', 'main'],
      [['send'], 'out', 'second'],
    ],
  },
  {
    title: 'Load',
    measure: { total: /^load avg$/ },
    series: [
      [['1m'], '1 m', 'main'],
      [['5m'], '5 m', 'second'],
    ],
  },
  {
    title: 'Processes',
    measure: { total: /^procs$/ },
    series: [
      [['run'], 'runnable', 'main'],
      [['blk'], 'blocked', 'wait'],
    ],
  },
  {
    title: 'Paging',
    measure: { total: /^paging$/ },
    series: [
      [['in'], 'in', 'main'],
      [['out'], 'out', 'second'],
    ],
  },
]

export const chartsOf = (machine: MachineColumns): Chart[] =>
  PLANS.map((plan) => chartOf(machine, plan)).filter(({ series }) => series.length > 0)

function chartOf(
  { groups, time }: MachineColumns,
  { title, measure, stacked = false, series: plans }: Plan,
): Chart {
  const series = plans.flatMap(([metrics, label, role]) => {
    const values = measured(groups, measure, metrics, time.length)
    return values.every(Number.isNaN) ? [] : [{ label, role, values }]
  })
  const [[[first]]] = plans
  const metrics = sourcesOf(groups, measure).flatMap((some) => some.flatMap((group) => group.metrics))
  const unit = metrics.find(({ name }) => name === first)?.unit ?? 'count'
  return { title, unit, stacked, top: measure.isShare ? 100 : null, series }
}
