import { useMemo } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import type { Span } from '../data/span.ts'
import { DataTable } from '../frame/data-table.tsx'
import { cutMiddle } from '../text/name.ts'
import { type MachineFact, machineFacts } from './machine-facts.ts'
import { useMachines } from './machines.ts'
import { LogEnds } from './no-charts.tsx'
import { shownRuns } from './state.ts'
import { formatValue } from './track-labels.tsx'

interface MachineTableProps {
  readonly manifest: Manifest
  readonly span: Span
  /** The span whose medians count as usual; null if it is unknown. */
  readonly whole: Span | null
  /** The run whose log is shown; null: the logs of all runs shown. */
  readonly run: number | null
}

/** The machine during a span, compared with its usual values; large deviations are highlighted. */
export function MachineTable({ manifest, span, whole, run }: MachineTableProps) {
  const machines = useMachines(manifest, run === null ? shownRuns.value : [run], whole)
  const logs = run === null ? [...machines.keys()] : [manifest.runs[run].machine]
  const made = useMemo(
    () =>
      logs.map((log) => {
        const machine = log === null ? undefined : machines.get(log)
        return machine === undefined || whole === null ? [] : machineFacts(machine, span, whole)
      }),
    [machines, String(logs), span.from, span.to, whole?.from, whole?.to],
  )
  return (
    <>
      {logs.map((log, n) => {
        const machine = log === null ? undefined : machines.get(log)
        if (log === null || machine === undefined || made[n].length === 0) return null
        const name = logs.length === 1 ? 'The machine' : manifest.machines[log].source
        return (
          <div key={log} class="machine-table">
            <LogEnds machine={machine} span={span} />
            <Facts name={cutMiddle(name, 24)} facts={made[n]} />
          </div>
        )
      })}
    </>
  )
}

function Facts({ name, facts }: { name: string; facts: readonly MachineFact[] }) {
  return (
    <DataTable
      caption={name}
      heads={[name, 'meanwhile', 'median']}
      rows={facts.map((fact) => ({
        key: fact.label,
        class: isFar(fact) ? 'is-far' : undefined,
        cells: [
          fact.label,
          formatValue(fact.during, fact.unit),
          <span class="quiet">{formatValue(fact.usual, fact.unit)}</span>,
        ],
      }))}
    />
  )
}

/** Five points of a hundred: less of the processors explains nothing. */
const LEAST_POINTS = 5

/** At least half as much again as usual. */
function isFar({ unit, during, usual, mean }: MachineFact): boolean {
  const most = Math.max(usual, mean)
  return during > 0 && during >= most * 1.5 && (unit !== 'percent' || during - most >= LEAST_POINTS)
}
