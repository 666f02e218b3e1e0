import { useMemo, useState } from 'preact/hooks'
import type { SiteRun } from '../../format/site.ts'
import { formatCount, NONE } from '../../words/number.ts'
import { addressOf } from '../compare/reports.ts'
import { type Bar, Bars } from './bars.tsx'
import { Commit } from './facts.tsx'
import { isBad } from './jobs-verdict.ts'
import { publishedAt } from './site.ts'
import { wallTime } from './verdict.tsx'
import { whenText } from './when.tsx'

/** Most reports in a chart, and its fewest slots, so that two reports are not two wide bars. */
const [MOST, LEAST] = [100, 20]

/** Failures and wall time, a bar per report. The text describes the report pointed at, else the newest. */
export function JobCharts({ runs }: { runs: readonly SiteRun[] }) {
  const [pointed, setPointed] = useState(-1)
  const seen = useMemo(() => runs.slice(-MOST), [runs])
  const failed = useMemo(() => seen.map(failedBar), [seen])
  const wall = useMemo(() => seen.map(wallBar), [seen])
  const at = seen[pointed] === undefined ? -1 : pointed
  const run = seen[at] ?? seen[seen.length - 1]
  const plot = { slots: Math.max(LEAST, seen.length), at, href: addressOf('', run), onPoint: setPointed }
  return (
    <section class="section">
      <h2>
        Over time
        {seen.length < runs.length ? <span class="quiet"> the last {seen.length} reports</span> : null}
      </h2>
      <div class="job-charts">
        <p class="job-now">
          {at < 0 ? 'newest: ' : ''}
          <a href={addressOf('', run)}>{whenText(publishedAt(run))}</a> <Commit run={run} />
        </p>
        <p class="job-value">
          {(run.counts.missing ?? 0) > 0 ? 'Failed or never ran' : 'Failed'}
          <b class={isBad(run) ? 'is-failed' : undefined}>
            {isBad(run) && failures(run) === 0 ? NONE : formatCount(failures(run))}
          </b>
        </p>
        <Plot {...plot} bars={failed} />
        <p class="job-value">
          Wall time <b>{wallTime(run)}</b>
        </p>
        <Plot {...plot} bars={wall} />
      </div>
    </section>
  )
}

/** 0 also for a report that failed because results may be missing: how many failed is not known. */
const failures = ({ counts: { failed, missing = 0 } }: SiteRun): number => failed + missing
const failedBar = (run: SiteRun): Bar => ({ value: failures(run), bad: isBad(run) })
/** Never in the failure colour: the chart above is about failures. */
const wallBar = ({ duration }: SiteRun): Bar => ({ value: duration, bad: false })

interface PlotProps {
  readonly bars: readonly Bar[]
  readonly slots: number
  readonly at: number
  readonly href: string
  readonly onPoint: (bar: number) => void
}

/**
 * For pointers only; the table of reports has the same data for other readers. Listens to mouse events,
 * because browsers also send these for the tap of a finger, before the click.
 */
function Plot({ bars, slots, at, href, onPoint }: PlotProps) {
  const point = (event: MouseEvent & { currentTarget: HTMLElement }): void => {
    const box = event.currentTarget.getBoundingClientRect()
    onPoint(Math.floor(((event.clientX - box.left) / box.width) * slots) - (slots - bars.length))
  }
  return (
    <a
      class="job-plot"
      href={href}
      tabIndex={-1}
      aria-hidden="true"
      onMouseMove={point}
      onMouseLeave={() => onPoint(-1)}
    >
      <Bars class="job-bars" bars={bars} slots={slots} at={at} />
    </a>
  )
}
