import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { STATUSES } from '../../format/exported.ts'
import { formatDuration } from '../../words/duration.ts'
import { formatPercent, NONE, plural } from '../../words/number.ts'
import { durationAt, type History, kindAt, statusAt } from '../compare/history.ts'
import { LONGEST_LABEL, labelOfKey, nameOfKey } from '../compare/report-tests.ts'
import { usualIn } from '../compare/usual.ts'
import { DataTable } from '../frame/data-table.tsx'
import { Glyph } from '../frame/glyph.tsx'
import { WholeName } from '../frame/name.tsx'
import { Notice } from '../frame/notice.tsx'
import { cutMiddle } from '../text/name.ts'
import { STATUS_WORDS } from '../text/status.ts'
import { Bars } from './bars.tsx'
import { Commit } from './facts.tsx'
import type { JobHistory } from './job-history.ts'
import { testUrl } from './links.ts'
import { choose, isKnown } from './location.ts'
import { publishedAt } from './site.ts'
import { TestRows } from './test-rows.tsx'
import { whenText } from './when.tsx'

interface ChosenTestProps {
  readonly of: JobHistory
  readonly name: string
}

/** The history of one test over the last reports. */
export function ChosenTest({ of, name }: ChosenTestProps) {
  const rows = useMemo(() => rowsOf(of.history, name), [of.history, name])
  const close = (
    <button type="button" class="button" onClick={() => choose({ ...of.at, test: null })}>
      Close
    </button>
  )
  const whole = <WholeName name={nameOfKey(name)} />
  if (rows.length === 0) {
    return (
      <Notice title="No such test in the last reports.">
        <p>{whole}</p>
        {close}
      </Notice>
    )
  }
  const label = rows.length > 1 ? `in ${plural(rows.length, 'run')}` : labelOfKey(of.history.keys[rows[0]])
  return (
    <Section row={rows[0]}>
      <h2>
        {whole}
        {label === '' ? null : <span class="quiet">{cutMiddle(label, LONGEST_LABEL)}</span>}
        <span class="more">{close}</span>
      </h2>
      {rows.length > 1 ? (
        <TestRows of={of} list="chosen" rows={rows.map((row) => ({ row, fact: '' }))} />
      ) : (
        <>
          <Times of={of} row={rows[0]} />
          <Reports of={of} row={rows[0]} />
        </>
      )}
    </Section>
  )
}

/** The row of the key. A link from when its run had another label leads to the rows with its name. */
function rowsOf({ row, keys }: History, key: string): number[] {
  const known = row.get(key)
  if (known !== undefined) return [known]
  const name = nameOfKey(key)
  return keys.flatMap((one, at) => (nameOfKey(one) === name ? [at] : []))
}

interface RowProps {
  readonly of: JobHistory
  readonly row: number
}

/** Comes into view when the test is chosen: the lists that it is chosen from may be far below. */
function Section({ row, children }: { row: number; children: ComponentChildren }) {
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    // a reader who chooses a branch stays there, as does one who has come back
    if (isKnown() || document.activeElement instanceof HTMLSelectElement) return
    section.current?.scrollIntoView()
    section.current?.focus({ preventScroll: true })
  }, [row])
  return (
    <section ref={section} class="section chosen" tabIndex={-1} aria-label="The chosen test">
      {children}
    </section>
  )
}

function Times({ of: { history, reports }, row }: RowProps) {
  const bars = useMemo(
    () =>
      reports.map((_, column) => {
        const time = durationAt(history, row, column)
        return { value: Number.isNaN(time) ? null : time, bad: kindAt(history, row, column) === 'failed' }
      }),
    [history, row],
  )
  const { median, within } = usualIn(history, row)
  return (
    <>
      <p class="rule">
        {Number.isNaN(median)
          ? 'Never passed in these reports.'
          : `Median ${formatDuration(median)}${within > 0 ? `, half of the times within ${formatPercent(100 * within)} of it` : ''}.`}
      </p>
      <Bars class="chosen-bars" bars={bars} slots={Math.max(20, bars.length)} />
    </>
  )
}

function Reports({ of: { history, reports }, row }: RowProps) {
  return (
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
              status < 0 ? text : <a href={testUrl(run, tests, history.places[column][row])}>{text}</a>,
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
  )
}
