/** Chooses which of a log's metrics get a small chart, and their labels there. */

import type { MachineColumns, MachineGroup, Unit } from '../../format/report.ts'

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
  /** Title of the group that the chart is of. */
  readonly total: RegExp
  /** Titles of the groups that add up to it, for a log without it. */
  readonly parts?: RegExp
  readonly stacked?: boolean
  /** Of a share, the parts' mean is drawn instead of their sum, up to 100 %. */
  readonly isShare?: boolean
  /** The first one's unit is the chart's. */
  readonly metrics: readonly (readonly [metric: string, label: string, role: Role])[]
}

const PLANS: readonly Plan[] = [
  {
    title: 'CPU',
    total: /^total (cpu )?usage$/,
    parts: /^cpu ?\d+ usage$/,
    stacked: true,
    isShare: true,
    metrics: [
      ['usr', 'user', 'main'],
      ['sys', 'system', 'second'],
      ['wai', 'wait', 'wait'],
      ['stl', 'steal', 'steal'],
    ],
  },
  {
    title: 'Memory',
    total: /^memory usage$/,
    stacked: true,
    metrics: [
      ['used', 'used', 'main'],
      ['cach', 'cached', 'back'],
    ],
  },
  {
    title: 'Disk',
    total: /^dsk\/total$/,
    parts: /^dsk\//,
    metrics: [
      ['read', 'read', 'second'],
      ['writ', 'written', 'main'],
    ],
  },
  {
    title: 'Network',
    total: /^net\/total$/,
    parts: /^net\//,
    metrics: [
      ['recv', 'in', 'main'],
      ['send', 'out', 'second'],
    ],
  },
  {
    title: 'Load',
    total: /^load avg$/,
    metrics: [
      ['1m', '1 m', 'main'],
      ['5m', '5 m', 'second'],
    ],
  },
  {
    title: 'Processes',
    total: /^procs$/,
    metrics: [
      ['run', 'runnable', 'main'],
      ['blk', 'blocked', 'wait'],
    ],
  },
  {
    title: 'Paging',
    total: /^paging$/,
    metrics: [
      ['in', 'in', 'main'],
      ['out', 'out', 'second'],
    ],
  },
]

export const chartsOf = (machine: MachineColumns): Chart[] =>
  PLANS.map((plan) => chartOf(machine, plan)).filter(({ series }) => series.length > 0)

function chartOf(
  machine: MachineColumns,
  { title, total, parts, stacked = false, isShare = false, metrics }: Plan,
): Chart {
  const groups = groupsOf(machine, total, parts)
  const series = metrics.flatMap(([metric, label, role]) => {
    const values = combined(groups, metric, machine.time.length, isShare)
    return values.every(Number.isNaN) ? [] : [{ label, role, values }]
  })
  const unit = groups[0]?.metrics.find(({ name }) => name === metrics[0][0])?.unit ?? 'count'
  return { title, unit, stacked, top: isShare ? 100 : null, series }
}

/** The group with the total; if there is none, the groups that add up to it. */
function groupsOf(machine: MachineColumns, total: RegExp, parts?: RegExp): MachineGroup[] {
  const whole = machine.groups.find(({ title }) => total.test(title))
  if (whole !== undefined) return [whole]
  return parts === undefined ? [] : machine.groups.filter(({ title }) => parts.test(title))
}

/** A metric's sum over the groups, or its mean over those that have a value; NaN where none has one. */
function combined(
  groups: readonly MachineGroup[],
  metric: string,
  count: number,
  isMean: boolean,
): Float64Array {
  const values = new Float64Array(count)
  /** Number of groups with a value. */
  const known = new Uint16Array(count)
  for (const group of groups) {
    const column = group.metrics.find(({ name }) => name === metric)?.values ?? []
    for (let i = 0; i < count; i++) {
      const value = column[i]
      if (typeof value !== 'number') continue
      values[i] += value
      known[i] += 1
    }
  }
  // nothing by nothing is NaN
  return values.map((value, i) => value / (isMean ? known[i] : Math.min(known[i], 1)))
}
