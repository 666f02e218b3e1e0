import { useEffect, useMemo, useRef } from 'preact/hooks'
import { STATUSES } from '../../format/exported.ts'
import { formatDuration } from '../../words/duration.ts'
import { NONE } from '../../words/number.ts'
import { durationAt, statusAt, usualIn } from '../compare/history.ts'
import { nameOfKey } from '../compare/report-tests.ts'
import { kindOf } from '../compare/status-kind.ts'
import { DataTable } from '../frame/data-table.tsx'
import { Glyph } from '../frame/glyph.tsx'
import { WholeName } from '../frame/name.tsx'
import { Notice } from '../frame/notice.tsx'
import { STATUS_WORDS } from '../text/status.ts'
import { Bars } from './bars.tsx'
import { Commit } from './facts.tsx'
import type { JobHistory } from './job-history.ts'
import { testUrl } from './links.ts'
import { choose } from './location.ts'
import { publishedAt } from './site.ts'
import { whenText } from './when.tsx'

/** The history of one test over the last reports. */
export function ChosenTest({ of, name }: { of: JobHistory; name: string }) {
  const { history, reports, at } = of
  const row = history.row.get(name) ?? -1
  const bars = useMemo(
    () =>
      reports.map((_, column) => {
        const status = row < 0 ? -1 : statusAt(history, row, column)
        const time = row < 0 ? Number.NaN : durationAt(history, row, column)
        return { value: Number.isNaN(time) ? null : time, bad: status >= 0 && kindOf(status) === 'failed' }
      }),
    [history, row],
  )
  const section = useRef<HTMLElement>(null)
  // the lists that a test is chosen from may be far below; a reader who chooses a branch stays there
  useEffect(() => {
    if (document.activeElement instanceof HTMLSelectElement) return
    section.current?.scrollIntoView()
    section.current?.focus({ preventScroll: true })
  }, [row])
  const close = (
    <button type="button" class="button" onClick={() => choose({ ...at, test: null })}>
      Close
    </button>
  )
  if (row < 0) {
    return (
      <Notice title="No such test in the last reports.">
        <p>
          <WholeName name={nameOfKey(name)} />
        </p>
        {close}
      </Notice>
    )
  }
  const usual = usualIn(
    history,
    row,
    reports.map((_, column) => column),
  )
  return (
    <section ref={section} class="section chosen" tabIndex={-1} aria-label="The chosen test">
      <h2>
        <WholeName name={nameOfKey(name)} />
        <span class="more">{close}</span>
      </h2>
      <p class="rule">
        {usual === null
          ? 'Never passed in these reports.'
          : `Median ${formatDuration(usual.median)}${usual.spread > 0 ? `, half of the times within ${formatDuration(usual.spread)} of it` : ''}.`}
      </p>
      <Bars class="chosen-bars" bars={bars} slots={Math.max(20, bars.length)} />
      <DataTable
        class="chosen-table"
        caption="The test in each report, the newest first"
        heads={['Report', 'Status', 'Time', 'Commit']}
        rows={reports
          .map(({ run, tests }, column) => {
            const status = statusAt(history, row, column)
            const text = whenText(publishedAt(run))
            return {
              key: run.path,
              cells: [
                status < 0 ? text : <a href={testUrl('', run, tests, history.places[column][row])}>{text}</a>,
                status < 0 ? (
                  <span class="quiet">not in this report</span>
                ) : (
                  <span class="chosen-status">
                    <Glyph status={STATUSES[status]} label={false} />
                    {STATUS_WORDS[STATUSES[status]]}
                  </span>
                ),
                status < 0 ? NONE : formatDuration(durationAt(history, row, column)),
                <Commit run={run} />,
              ],
            }
          })
          .toReversed()}
      />
    </section>
  )
}
