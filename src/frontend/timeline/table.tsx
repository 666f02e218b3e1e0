import { useMemo } from 'preact/hooks'
import { STATUSES } from '../../format/exported.ts'
import { DataTable } from '../frame/data-table.tsx'
import { zone } from '../frame/settings.ts'
import { formatDuration } from '../text/duration.ts'
import { cutMiddle } from '../text/name.ts'
import { formatCount } from '../text/number.ts'
import { STATUS_WORDS } from '../text/status.ts'
import { formatTime } from '../text/time.ts'
import type { Model } from './model.ts'
import { FAILING_RANK, RANK_OF_CODE } from './ranks.ts'
import { endOf, firstFrom, testAt } from './rows.ts'
import { model, names, type Resting, select, selected, settled } from './state.ts'

/** Rows of the table: who cannot see the picture zooms in, or filters, as who can. */
const TOLD = 100

/** What the canvas shows, for who cannot see it: the tests in sight, those that failed first. */
export function TimelineTable() {
  const [now, tests, rest] = [model.value, names.value, settled.value]
  const all = useMemo(() => (now === null || rest === null ? null : testsInSight(now, rest)), [now, rest])
  if (tests === null || all === null) return null
  const test = selected.value
  return (
    <div class="unseen">
      <p aria-live="polite">
        {test < 0
          ? ''
          : `${tests.name(test)}: ${STATUS_WORDS[STATUSES[tests.status[test]]]}, ${formatDuration(tests.duration[test])}`}
      </p>
      <DataTable
        caption={
          all.count > TOLD
            ? `${formatCount(TOLD)} of the ${formatCount(all.count)} tests in sight`
            : `The ${formatCount(all.count)} tests in sight`
        }
        heads={['Test', 'Status', 'Worker', 'Start', 'Duration']}
        rows={all.told.map((one) => {
          const worker = tests.worker(one)
          return {
            key: one,
            cells: [
              <button type="button" tabIndex={-1} onClick={() => select(one)}>
                {cutMiddle(tests.name(one), 300)}
              </button>,
              STATUS_WORDS[STATUSES[tests.status[one]]],
              worker < 0 ? 'none' : worker,
              formatTime(tests.start[one], zone.value),
              formatDuration(tests.duration[one]),
            ],
          }
        })}
      />
    </div>
  )
}

interface InSight {
  readonly count: number
  /** Some of them: those that failed first, then by start. */
  readonly told: readonly number[]
}

function testsInSight(now: Model, { view: span, matches: wanted }: Resting): InSight {
  const { tests, rows } = now
  const [failing, others]: [number[], number[]] = [[], []]
  let count = 0
  for (const row of rows) {
    let [failed, passed] = [0, 0]
    const last = firstFrom(row, tests, span.to)
    for (let i = Math.max(0, firstFrom(row, tests, span.from) - 1); i < last; i++) {
      const test = testAt(row, i)
      if (wanted !== null && wanted[test] === 0) continue
      if (tests.start[test] < span.from && endOf(tests, test) <= span.from) continue
      count += 1
      if (RANK_OF_CODE[tests.status[test]] >= FAILING_RANK) {
        if (failed++ < TOLD) failing.push(test)
      } else if (passed++ < TOLD) others.push(test)
    }
  }
  const byStart = (a: number, b: number): number => tests.start[a] - tests.start[b]
  return { count, told: [...failing.sort(byStart), ...others.sort(byStart)].slice(0, TOLD) }
}
