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

type Wanted = readonly (readonly [metric: string, label: string, role: Role])[]

export function chartsOf(machine: MachineColumns): Chart[] {
  const count = machine.time.length
  const pick = (title: string, groups: MachineGroup[], wanted: Wanted): Omit<Chart, 'stacked' | 'top'> => ({
    title,
    unit: groups[0]?.metrics.find(({ name }) => name === wanted[0][0])?.unit ?? 'count',
    series: wanted.flatMap(([metric, label, role]) => sum(groups, metric, count, label, role)),
  })
  const cpus = groupsOf(machine, /^total (cpu )?usage$/, /^cpu ?\d+ usage$/)
  const cpu = pick('CPU', cpus, [
    ['usr', 'user', 'main'],
    ['sys', 'system', 'second'],
    ['wai', 'wait', 'wait'],
    ['stl', 'steal', 'steal'],
  ])
  for (const { values } of cpu.series) for (let i = 0; i < count; i++) values[i] /= cpus.length
  const charts: Chart[] = [
    { ...cpu, stacked: true, top: 100 },
    {
      ...pick('Memory', groupsOf(machine, /^memory usage$/), [
        ['used', 'used', 'main'],
        ['cach', 'cached', 'back'],
      ]),
      stacked: true,
      top: null,
    },
    {
      ...pick('Disk', groupsOf(machine, /^dsk\/total$/, /^dsk\//), [
        ['read', 'read', 'second'],
        ['writ', 'written', 'main'],
      ]),
      stacked: false,
      top: null,
    },
    {
      ...pick('Network', groupsOf(machine, /^net\/total$/, /^net\//), [
        ['recv', 'in', 'main'],
        ['send', 'out', 'second'],
      ]),
      stacked: false,
      top: null,
    },
    {
      ...pick('Load', groupsOf(machine, /^load avg$/), [
        ['1m', '1 m', 'main'],
        ['5m', '5 m', 'second'],
      ]),
      stacked: false,
      top: null,
    },
    {
      ...pick('Processes', groupsOf(machine, /^procs$/), [
        ['run', 'runnable', 'main'],
        ['blk', 'blocked', 'wait'],
      ]),
      stacked: false,
      top: null,
    },
    {
      ...pick('Paging', groupsOf(machine, /^paging$/), [
        ['in', 'in', 'main'],
        ['out', 'out', 'second'],
      ]),
      stacked: false,
      top: null,
    },
  ]
  return charts.filter(({ series }) => series.length > 0)
}

/** The group with the total; if there is none, the groups that add up to it. */
function groupsOf(machine: MachineColumns, total: RegExp, parts?: RegExp): MachineGroup[] {
  const whole = machine.groups.find(({ title }) => total.test(title))
  if (whole !== undefined) return [whole]
  return parts === undefined ? [] : machine.groups.filter(({ title }) => parts.test(title))
}

/** One series, the sum of all groups; none if no group has the metric or no sample has a value. */
function sum(groups: MachineGroup[], metric: string, count: number, label: string, role: Role): Series[] {
  const values = new Float64Array(count).fill(Number.NaN)
  let known = 0
  for (const group of groups) {
    const column = group.metrics.find(({ name }) => name === metric)?.values ?? []
    for (let i = 0; i < count; i++) {
      const value = column[i]
      if (typeof value !== 'number') continue
      values[i] = (Number.isNaN(values[i]) ? 0 : values[i]) + value
      known += 1
    }
  }
  return known === 0 ? [] : [{ label, role, values }]
}
