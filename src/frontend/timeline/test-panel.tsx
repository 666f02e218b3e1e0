import { useMemo, useState } from 'preact/hooks'
import { testHash } from '../../format/links.ts'
import type { Manifest } from '../../format/report.ts'
import { plural } from '../../words/number.ts'
import { addressOf, passedLater, whichOf } from '../data/attempts.ts'
import { isFailing } from '../data/ranks.ts'
import { statsListsOf } from '../data/stats-lists.ts'
import { statsReason } from '../data/stats-reason.ts'
import { runOf, type Tests } from '../data/tests.ts'
import { Glyph } from '../frame/glyph.tsx'
import { MoreButton } from '../frame/more-button.tsx'
import { WholeName } from '../frame/name.tsx'
import { zone } from '../frame/settings.ts'
import { TestList } from '../frame/test-list.tsx'
import { whenText } from '../frame/when.ts'
import { durationText } from '../text/duration.ts'
import { cutEnd, cutMiddle, runLabel } from '../text/name.ts'
import { STATUS_WORDS, statusOf } from '../text/status.ts'
import { zoneName } from '../text/time.ts'
import { testsBeside } from './hit.ts'
import { lookAt } from './look-at.ts'
import { MachineTable } from './machine-table.tsx'
import { endOf } from './rows.ts'
import { model, select, shownRuns } from './state.ts'

/** Tests in a list at first, and how many each click of its button adds. */
export const TOLD = 8
const MORE = 200

interface TestPanelProps {
  readonly manifest: Manifest
  readonly tests: Tests
  readonly test: number
}

/** The chosen test: its facts, what ran beside it and before it, and the machine meanwhile. */
export function TestPanel({ manifest, tests, test }: TestPanelProps) {
  const { run, name, attempt } = addressOf(tests, test)
  const which = whichOf(tests, test)
  const status = statusOf(tests, test)
  const isFailure = isFailing(tests, test)
  const passedIn = isFailure ? passedLater(tests, test) : 0
  const worker = tests.worker(test)
  const lists = isFailure ? statsListsOf(runOf(tests, test)).lists : null
  const reason = useMemo(() => (lists === null ? null : statsReason(tests, test)), [lists, tests, test])
  const span = { from: tests.start[test], to: endOf(tests, test) }
  const isTimed = !Number.isNaN(span.from)
  return (
    <>
      <div class="panel-main">
        <h2 class="panel-name" tabIndex={-1}>
          <Glyph status={status} label={false} />
          <WholeName name={name} />
        </h2>
        <p class="panel-facts">
          <span>{STATUS_WORDS[status]}</span>
          <b>{durationText(tests, test)}</b>
          {passedIn > 0 ? <span>passed in attempt {passedIn}</span> : null}
          {worker < 0 ? null : <span>worker {worker}</span>}
          {shownRuns.value.length > 1 ? (
            <span title={cutMiddle(manifest.runs[run].entry.name, 500)}>{runLabel(manifest, run, 40)}</span>
          ) : null}
          <span>
            {isTimed ? whenText(span.from) : 'without times'}{' '}
            {isTimed ? <span class="quiet">{zoneName(span.from, zone.value)}</span> : null}
          </span>
          {which === '' ? null : <span>{which}</span>}
        </p>
        {reason === null ? null : <p class="panel-reason">{cutEnd(reason, 400)}</p>}
        <p class="panel-links">
          <a href={testHash(run, name, attempt)}>Logs and traceback</a>
          {isTimed ? (
            <button type="button" class="link" onClick={() => lookAt(test)}>
              Zoom to it
            </button>
          ) : null}
        </p>
      </div>
      {isTimed ? (
        <>
          <Neighbours tests={tests} test={test} />
          <MachineTable
            manifest={manifest}
            span={span}
            whole={model.value?.wholes.get(run) ?? null}
            run={run}
          />
        </>
      ) : null}
    </>
  )
}

function Neighbours({ tests, test }: { tests: Tests; test: number }) {
  const now = model.value
  const { beside, before } = useMemo(() => neighboursOf(tests, test), [now, tests, test])
  return (
    <div class="panel-lists">
      <PanelList key={test} title={besideWords(beside)} tests={tests} list={beside} />
      <PanelList
        title={before.length === 0 ? 'Nothing ran before it in its lane' : 'Before it'}
        tests={tests}
        list={before}
      />
    </div>
  )
}

export const besideWords = (beside: readonly number[]): string =>
  beside.length === 0 ? 'Nothing ran beside it' : `${plural(beside.length, 'test')} beside it`

interface PanelListProps {
  readonly title: string
  readonly tests: Tests
  readonly list: readonly number[]
  /** Whether the list may be of several runs, which are named then. */
  readonly several?: boolean
}

export function PanelList({ title, tests, list, several = false }: PanelListProps) {
  const [shown, setShown] = useState(TOLD)
  return (
    <div class="panel-list">
      <h3>{title}</h3>
      <TestList
        list={list.slice(0, shown).map((one) => ({
          key: one,
          status: statusOf(tests, one),
          name: tests.name(one),
          which: [several ? `run ${runOf(tests, one)}` : '', whichOf(tests, one)].filter(Boolean).join(', '),
          to: () => goTo(one),
          time: durationText(tests, one),
        }))}
      />
      <MoreButton all={list.length} shown={shown} by={MORE} onShow={setShown} />
    </div>
  )
}

/** The chosen test gets lists of its own, so the focus moves to its name. */
function goTo(test: number): void {
  select(test)
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.panel-name')?.focus())
}

/** Beside it: those of its run. Before it: those of its lane that had ended, the latest first. */
function neighboursOf(tests: Tests, test: number): { beside: number[]; before: number[] } {
  const now = model.value
  if (now === null) return { beside: [], before: [] }
  const run = runOf(tests, test)
  const rows = now.rows.filter(({ lane }) => tests.lanes[lane].run === run)
  const before: number[] = []
  const { first } = tests.lanes.find((lane) => test >= lane.first && test < lane.end) ?? { first: test }
  for (let other = test - 1; other >= first && before.length < 4; other--)
    if (endOf(tests, other) <= tests.start[test]) before.push(other)
  return { beside: testsBeside(tests, rows, test), before }
}
