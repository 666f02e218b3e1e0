import { useMemo } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import { DataTable } from '../frame/data-table.tsx'
import { spanOf } from '../home/run-facts.ts'
import { machineFacts } from './machine-facts.ts'
import { useMachines } from './machines.ts'
import type { Span } from './pyramid.ts'
import { model, shownRuns } from './state.ts'
import { formatValue } from './track-labels.tsx'

interface MachineTableProps {
  readonly manifest: Manifest
  readonly span: Span
  /** Whose log is meant; null: the only one that is shown. */
  readonly run: number | null
}

/** The machine during a span against what is usual; what is far from usual stands out. */
export function MachineTable({ manifest, span, run }: MachineTableProps) {
  const [runs, whole] = run === null ? [shownRuns.value, model.value?.whole ?? null] : ofRun(manifest, run)
  const machines = useMachines(manifest, runs, whole)
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

/** Whatever runs the timeline shows. */
function ofRun({ runs }: Manifest, run: number): [runs: number[], whole: Span | null] {
  const span = spanOf(runs[run].entry.stats)
  return [[run], span && { from: span[0], to: span[1] }]
}

/** Half as much again as usual. */
const isFar = (during: number, usual: number): boolean => usual > 0 && during >= usual * 1.5
