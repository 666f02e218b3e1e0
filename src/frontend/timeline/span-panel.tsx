import { useMemo } from 'preact/hooks'
import type { Manifest } from '../../format/report.ts'
import { formatDuration } from '../../words/duration.ts'
import { formatCount, formatPercent, plural } from '../../words/number.ts'
import type { Span } from '../data/span.ts'
import type { Tests } from '../data/tests.ts'
import { Glyph } from '../frame/glyph.tsx'
import { spanText } from '../frame/when.ts'
import { go } from '../route/location.ts'
import { ALL_TESTS, type TestsRoute } from '../route/route.ts'
import { SEVERITY, STATUS_COUNTED } from '../text/status.ts'
import { type LaneTimes, laneTimes } from './lane-times.ts'
import { MachineTable } from './machine-table.tsx'
import type { Model } from './model.ts'
import { asked, model, names, resting, shownRuns } from './state.ts'
import { type Summary, summarize } from './summary.ts'
import { PanelList } from './test-panel.tsx'
import { useSliced } from './use-sliced.ts'
import { isSame } from './view.ts'
import { WorkerTable } from './worker-table.tsx'

const SLOWEST = 8

interface SpanPanelProps {
  readonly manifest: Manifest
  readonly span: Span
  readonly words: string
}

/** Numbers of a span: the chosen range, or the view. */
export function SpanPanel(props: SpanPanelProps) {
  const [now, tests, rest] = [model.value, names.value, resting.value]
  const { from, to } = props.span
  const question = useMemo(
    () =>
      now &&
      rest && { ...props, ...rest, model: now, tests, shortest: shortestSeen(rest.view), most: SLOWEST },
    [now, tests, rest, from, to, props.words],
  )
  const summed = useSliced(question, sumUp)
  return summed && <SpanFacts {...summed.asked} {...summed.made} />
}

interface Question extends SpanPanelProps {
  readonly model: Model
  /** Null until the names are loaded. */
  readonly tests: Tests | null
  readonly matches: Uint8Array | null
  readonly shortest: number
  readonly most: number
}

interface Sum {
  readonly summary: Summary
  readonly lanes: readonly LaneTimes[]
}

function* sumUp(question: Question): Generator<undefined, Sum> {
  const { model: now, tests, span } = question
  const summary = yield* summarize(question)
  return { summary, lanes: tests === null ? [] : yield* laneTimes(now, tests, span, summary) }
}

function SpanFacts(sum: Question & Sum) {
  const { manifest, span, words, model: now, tests, matches, shortest, summary, lanes: times } = sum
  return (
    <>
      <div class="panel-main">
        <h2>
          {words}: {plural(summary.tests, 'test')} in {formatDuration(span.to - span.from)}
        </h2>
        <p class="panel-facts">
          {SEVERITY.flatMap((status) => {
            const count = summary.counts[status]
            return count === 0
              ? []
              : [
                  <span key={status} class="with-glyph">
                    <Glyph status={status} label={false} />
                    {formatCount(count)} {STATUS_COUNTED[status]}
                  </span>,
                ]
          })}
        </p>
        <p class="panel-facts">
          <span>{spanText(span)}</span>
          <BusyFact summary={summary} isFiltered={matches !== null} />
        </p>
        {summary.tooShort === 0 ? null : (
          <p>
            {plural(summary.tooShort, 'test')} narrower than a pixel ({formatDuration(shortest)}).{' '}
            <button type="button" class="link" onClick={() => go(shorterTests(manifest, shortest))}>
              {isSame(span, now.whole) ? 'List them' : 'List all tests this short'}
            </button>
          </p>
        )}
        {tests === null ? null : (
          <WorkerTable manifest={manifest} tests={tests} lanes={times} isFiltered={matches !== null} />
        )}
      </div>
      {tests === null ? null : (
        <div class="panel-lists">
          {summary.slowest.length === 0 ? null : (
            <PanelList title="Slowest" tests={tests} list={summary.slowest} several={now.runs.length > 1} />
          )}
        </div>
      )}
      <MachineTable manifest={manifest} span={span} whole={now.whole} run={null} />
    </>
  )
}

interface BusyFactProps {
  readonly summary: Summary
  readonly isFiltered: boolean
}

function BusyFact({ summary: { tests, busy }, isFiltered }: BusyFactProps) {
  // tests of no time do not tell how busy the workers were
  if (busy === null || busy.of === 0 || (tests > 0 && busy.time === 0)) return null
  const share = formatPercent((busy.time / busy.of) * 100)
  const lanes = plural(busy.lanes, busy.areWorkers ? 'worker' : 'lane')
  return (
    <span>{isFiltered ? `These tests: ${share} of the time of ${lanes}` : `${lanes} ${share} busy`}</span>
  )
}

/** Microseconds per pixel of the plot: a shorter test is narrower than a pixel. */
const shortestSeen = ({ from, to }: Span): number =>
  (to - from) / (document.querySelector('[data-plot]')?.clientWidth || window.innerWidth)

/** Route to a list of the tests too short to be seen. The timeline's filter applies, but not its span. */
function shorterTests({ runs }: Manifest, shortest: number): TestsRoute {
  const { query, statuses } = asked.peek()
  const shown = shownRuns.peek()
  return {
    ...ALL_TESTS,
    run: runs.length > 1 && shown.length === 1 ? shown[0] : null,
    statuses,
    // in front: a quotation mark in the query may still be open
    query: `<${Math.ceil(shortest)}us ${query}`.trim(),
  }
}
