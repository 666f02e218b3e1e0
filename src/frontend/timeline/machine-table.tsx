import { useMemo } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import { DataTable } from '../frame/data-table.tsx'
import { machineFacts } from './machine-facts.ts'
import { useMachines } from './machines.ts'
import type { Span } from './pyramid.ts'
import { shownRuns } from './state.ts'
import { formatValue } from './track-labels.tsx'

interface MachineTableProps {
  readonly manifest: Manifest
  readonly span: Span
  /** What is usual is that of; null where it is not known. */
  readonly whole: Span | null
  /** Whose log is meant; null: the only one that is shown. */
  readonly run: number | null
}

/** The machine during a span against what is usual; what is far from usual stands out. */
export function MachineTable({ manifest, span, whole, run }: MachineTableProps) {
  const machines = useMachines(manifest, run === null ? shownRuns.value : [run], whole)
  const log = run === null ? [...machines.keys()][0] : manifest.runs[run].machine
  const machine = log === null || log === undefined ? undefined : machines.get(log)
  const facts = useMemo(
    () => (machine === undefined || whole === null ? [] : machineFacts(machine, span, whole)),
    [machine, span.from, span.to, whole?.from, whole?.to],
  )
  if (facts.length === 0) return null
  return (
    <DataTable
      class="machine-table"
      caption="The machine"
      heads={['The machine', 'meanwhile', 'median']}
      rows={facts.map(({ label, unit, during, usual }) => ({
        key: label,
        class: isFar(during, usual) ? 'is-far' : undefined,
        cells: [label, formatValue(during, unit), <span class="quiet">{formatValue(usual, unit)}</span>],
      }))}
    />
  )
}

/** Half as much again as usual. */
const isFar = (during: number, usual: number): boolean => usual > 0 && during >= usual * 1.5
