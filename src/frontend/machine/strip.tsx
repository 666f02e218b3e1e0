import { useEffect, useMemo, useState } from 'preact/hooks'
import type { MachineColumns, ReportMachine, Unit } from '../../format/report.ts'
import type { DataError } from '../data/blocks.ts'
import { toDataError } from '../data/manifest.ts'
import { readMachine } from '../data/report.ts'
import { ErrorNotice } from '../frame/notice.tsx'
import { zone } from '../frame/settings.ts'
import { cutEnd } from '../text/name.ts'
import { formatBytes, formatPercent, threeDigits } from '../text/number.ts'
import { formatTime } from '../text/time.ts'
import { ChartCanvas, type ChartRange } from './chart.tsx'
import { type Chart, chartsOf } from './charts.ts'
import { summarise, usualStep } from './columns.ts'

interface StripProps {
  readonly log: number
  readonly machine: ReportMachine
  /** Microseconds since the epoch: the run, over which the machine is shown. */
  readonly span: readonly [number, number] | null
}

/** The machine over one run, as small charts on one time axis. */
export function MachineStrip({ log, machine, span }: StripProps) {
  const read = useMachine(log)
  return (
    <>
      {read instanceof Error ? <ErrorNotice error={read} /> : null}
      {read === null || read instanceof Error ? null : <Charts machine={read} span={span} />}
      <ul class="notes">
        <li>From {cutEnd(machine.source, 300)}</li>
        {machine.notes.map((note) => (
          <li key={note}>{cutEnd(note, 500)}</li>
        ))}
      </ul>
    </>
  )
}

function useMachine(log: number): MachineColumns | DataError | null {
  const [read, setRead] = useState<MachineColumns | DataError | null>(null)
  useEffect(() => {
    let wanted = true
    void readMachine(log)
      .catch(toDataError)
      .then((value) => wanted && setRead(value))
    return () => {
      wanted = false
    }
  }, [log])
  return read
}

function Charts({ machine, span }: { machine: MachineColumns; span: StripProps['span'] }) {
  const charts = useMemo(() => chartsOf(machine), [machine])
  const range = useMemo(() => rangeOf(machine, span), [machine, span])
  if (charts.length === 0 || range === null) {
    return <p class="quiet">The log has no CPU, memory, disk or network columns for the time of this run.</p>
  }
  const [from, to] = range.span.map((offset) => machine.origin + offset)
  return (
    <div class="charts">
      <p class="chart-head" aria-hidden="true">
        <span>median</span>
        <span>max</span>
      </p>
      {charts.map((chart) => (
        <ChartRow key={chart.title} chart={chart} range={range} />
      ))}
      <p class="axis">
        <span>{formatTime(from, zone.value, false)}</span>
        <span>{formatTime(to, zone.value, false)}</span>
      </p>
    </div>
  )
}

function ChartRow({ chart, range }: { chart: Chart; range: ChartRange }) {
  return (
    <div class="chart-row">
      <h4>{chart.title}</h4>
      <dl class="chart-values">
        {chart.series.map(({ label, role, values }) => (
          <div key={label}>
            <dt class={`key is-${role}`}>{label}</dt>
            <Summary values={values} unit={chart.unit} range={range} />
          </div>
        ))}
      </dl>
      <ChartCanvas chart={chart} range={range} />
    </div>
  )
}

/** What the picture says, for who cannot see it and who wants the number. */
function Summary({ values, unit, range }: { values: Float64Array; unit: Unit; range: ChartRange }) {
  const summary = useMemo(() => summarise(range.time, values, range.span), [values, range])
  if (summary === null) return <dd class="quiet">no samples</dd>
  return (
    <>
      <dd>
        <span class="unseen">median </span>
        {format(summary.median, unit)}
      </dd>
      <dd class="quiet">
        <span class="unseen">max </span>
        {format(summary.max, unit)}
      </dd>
    </>
  )
}

function rangeOf(machine: MachineColumns, span: StripProps['span']): ChartRange | null {
  const { time, origin } = machine
  if (time.length === 0) return null
  const [from, to] = span === null ? [time[0], time[time.length - 1]] : span.map((at) => at - origin)
  // a log in other hours than the run's would be a picture of nothing
  if (to <= from || time[0] > to || time[time.length - 1] < from) return null
  return { span: [from, to], time, gap: 5 * usualStep(time) }
}

function format(value: number, unit: Unit): string {
  if (unit === 'percent') return formatPercent(value)
  if (unit === 'bytes') return formatBytes(value)
  if (unit === 'bytes/s') return `${formatBytes(value)}/s`
  return threeDigits(value, true)
}
